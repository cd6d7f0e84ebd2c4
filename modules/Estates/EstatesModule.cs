using Estates.Contracts;
using Estates.Demo;
using Estates.Import;
using Estates.Places;
using Estates.Residents;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Platform;
using Platform.Access;
using Platform.Events;
using Platform.Notices;

namespace Estates;

/// <summary>Table of contents of the module.</summary>
public sealed class EstatesModule : IModule
{
    /// <inheritdoc />
    public string Name => "estates";

    /// <inheritdoc />
    public IReadOnlyList<Permission> Permissions => EstatesPermissions.All;

    /// <inheritdoc />
    public IReadOnlyList<NoticeKind> NoticeKinds { get; } = [TellVerifiers.Asked, TellRequester.Decided];

    /// <inheritdoc />
    public IReadOnlyList<MenuItem> Menu =>
    [
        new("房屋", "estates", "building", EstatesPermissions.View, MenuKind.Desk, 50),
        new("住户", "residents", "user", EstatesPermissions.ViewResidents, MenuKind.Desk, 51),
        new("我的房屋", "homes", "building", null, MenuKind.Resident, 80),
    ];

    /// <inheritdoc />
    public void AddServices(IServiceCollection services, IConfiguration configuration)
    {
        services.AddScoped<IFirstSteps, EstateFirstSteps>();
        services.AddScoped<FindPlaces>().AddScoped<IPlaces>(p => p.GetRequiredService<FindPlaces>());
        services.AddScoped<IHomes, FindHomes>().AddScoped<IEstatesDemo, BuildDemo>().AddScoped<Memberships>();
        services.AddScoped<ListCommunities.Handler>().AddScoped<CreateCommunity.Handler>().AddScoped<ChangeCommunity.Handler>().AddScoped<HandBackCommunity.Handler>().AddScoped<DeletePlaces.Handler>();
        services.AddScoped<CreateBuilding.Handler>().AddScoped<ChangeBuilding.Handler>();
        services.AddScoped<ListUnits.Handler>().AddScoped<GetUnit.Handler>().AddScoped<CreateUnit.Handler>().AddScoped<ChangeUnit.Handler>();
        services.AddScoped<ListPublicPlaces.Handler>().AddScoped<CreatePublicPlace.Handler>().AddScoped<ChangePublicPlace.Handler>();
        services.AddScoped<ListParkingSpaces.Handler>().AddScoped<CreateParkingSpace.Handler>().AddScoped<ChangeParkingSpace.Handler>();
        services.AddScoped<ListResidents.Handler>().AddScoped<AddResident.Handler>().AddScoped<ListRequests.Handler>().AddScoped<DecideRequest.Handler>().AddScoped<EndResidency.Handler>();
        services.AddScoped<MyHomes.Handler>().AddScoped<ChooseHome.Handler>().AddScoped<RequestHome.Handler>().AddScoped<PickUnit.Handler>();
        services.AddScoped<PlanImport>().AddScoped<CheckImport.Handler>().AddScoped<ConfirmImport.Handler>().AddScoped<GetImport.Handler>().AddScoped<ExportUnits.Handler>();
        services.AddHandler<HomeRequested, TellVerifiers>().AddHandler<HomeVerified, TellRequester>().AddHandler<HomeRefused, TellRequester>().AddHandler<ResidentsPrepared, BindPreparedResidents>();
    }

    /// <inheritdoc />
    public void MapEntities(ModelBuilder model)
    {
        PlaceMaps.Map(model);
        ResidentMaps.Map(model);
        ImportMaps.Map(model);
    }

    /// <inheritdoc />
    public void MapEndpoints(RouteGroupBuilder api)
    {
        ListCommunities.Map(api);
        CreateCommunity.Map(api);
        ChangeCommunity.Map(api);
        HandBackCommunity.Map(api);
        CreateBuilding.Map(api);
        ChangeBuilding.Map(api);
        DeletePlaces.Map(api);
        ListUnits.Map(api);
        GetUnit.Map(api);
        CreateUnit.Map(api);
        ChangeUnit.Map(api);
        ListPublicPlaces.Map(api);
        CreatePublicPlace.Map(api);
        ChangePublicPlace.Map(api);
        ListParkingSpaces.Map(api);
        CreateParkingSpace.Map(api);
        ChangeParkingSpace.Map(api);
        ListResidents.Map(api);
        AddResident.Map(api);
        ListRequests.Map(api);
        DecideRequest.Map(api);
        EndResidency.Map(api);
        MyHomes.Map(api);
        ChooseHome.Map(api);
        PickUnit.Map(api);
        RequestHome.Map(api);
        CheckImport.Map(api);
        GetImport.Map(api);
        ConfirmImport.Map(api);
        ExportUnits.Map(api);
    }
}
