using Data;
using Estates.Contracts;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using Platform;
using Platform.Access;
using Web.Access;
using Web.Http;
using Web.Time;

using Platform.Accounts;
using Platform.Tenancy;

namespace Estates.Places;

/// <summary>Takes a community over: the platform records it and who runs it, the company keeps its own data.</summary>
sealed record CreateCommunity(string? Name, string? Address, string? ServicePhone, DateOnly? TakenOver)
{
    internal static void Map(RouteGroupBuilder api) => api.MapPost("/communities", Post)
        .RequirePermission(EstatesPermissions.Edit).WithName("CreateCommunity").WithTags("Estates");

    static async Task<Results<Created<Made>, ProblemHttpResult>> Post(CreateCommunity body, Handler handler, [FromHeader(Name = "Idempotency-Key")] string? key, CancellationToken stop) =>
        (await handler.Run(body, key, stop)).ToCreated("communities");

    internal sealed class Handler(AppDb db, HostDb host, ICurrentPerson person, ICurrentTenant tenant, TimeProvider clock)
    {
        public async Task<Result<Guid>> Run(CreateCommunity command, string? key, CancellationToken stop)
        {
            // Whoever edits single communities cannot add to them.
            if (person.Required.ScopeOf(EstatesPermissions.Edit) != DataScope.All) return CommonErrors.Forbidden;
            if (command.TakenOver is not { } from) return PlaceErrors.TakenOver;

            await using var transaction = await db.Database.BeginTransactionAsync(stop);
            CommunityRecord? record = null;
            var saved = await db.SaveOnce(person.Required.AccountId, key, command, clock.GetUtcNow().UtcDateTime, async () =>
            {
                record = new CommunityRecord { Name = command.Name?.Trim() ?? "", Address = command.Address?.Trim() ?? "" };
                var made = Community.TakeOver(record.Id, command.Name, command.Address, command.ServicePhone, from);
                if (made.Error is { } error) return error;
                var name = made.Value.Name;
                if (await db.Communities.AnyAsync(c => c.Name == name, stop)) return PlaceErrors.SameCommunity;
                db.Communities.Add(made.Value);
                return record.Id;
            }, stop);
            if (saved.Error is not null) return saved;

            if (record is not null && record.Id == saved.Value)
            {
                host.Communities.Add(record);
                host.Engagements.Add(new CommunityEngagement { CommunityId = record.Id, CompanyId = tenant.Id, From = from });
                await host.SaveChangesAsync(stop);
            }
            await transaction.CommitAsync(stop);
            await db.AfterCommit();
            return saved;
        }
    }
}
