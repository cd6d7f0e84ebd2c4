using Data;
using Linli.Cli;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Metadata;
using Platform.Model;

namespace Architecture.Tests;

/// <summary>The models of every provider, made as <c>dotnet ef</c> makes them: without a server.</summary>
static class Models
{
    internal static TheoryData<DatabaseProvider> Providers => [.. Enum.GetValues<DatabaseProvider>()];

    internal static AppDb App(DatabaseProvider provider) => new DesignTimeApp().CreateDbContext([provider.ToString()]);

    internal static HostDb Host(DatabaseProvider provider) => new DesignTimeHost().CreateDbContext([provider.ToString()]);

    internal static IEnumerable<IEntityType> Entities(DbContext db) => db.GetService<IDesignTimeModel>().Model.GetEntityTypes();

    /// <summary>Everything that companies own, with the provider's name in front of what is wrong.</summary>
    internal static List<string> Problems(Func<IEntityType, IEnumerable<string>> problems) =>
        [.. Enum.GetValues<DatabaseProvider>().SelectMany(provider =>
        {
            using var db = App(provider);
            return Entities(db).SelectMany(e => problems(e).Select(p => $"{provider}: {e.DisplayName()} {p}")).ToList();
        })];

    internal static string Names(IEnumerable<IReadOnlyProperty> properties) => string.Join(", ", properties.Select(p => p.Name));

    internal const string Tenant = nameof(TenantOwned.TenantId);
}
