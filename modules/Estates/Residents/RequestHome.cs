using Data;
using Estates.Contracts;
using Estates.Places;
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

namespace Estates.Residents;

/// <summary>Any signed-in person asks to be bound to a unit.</summary>
sealed record RequestHome(Guid UnitId, ResidentRelation Relation)
{
    internal static void Map(RouteGroupBuilder api) => api.MapPost("/homes/requests", async Task<Results<Created<Made>, ProblemHttpResult>>
        (RequestHome body, Handler handler, [FromHeader(Name = "Idempotency-Key")] string? key, CancellationToken stop) => (await handler.Run(body, key, stop)).ToCreated("homes"))
        .WithRule(new OpenToStrangersAttribute()).WithName("RequestHome").WithTags("Homes");

    internal sealed class Handler(AppDb db, HostDb host, Memberships memberships, ICurrentPerson person, TenantTime time)
    {
        const int MostOpen = 5;

        /// <summary>The residency asked for; asking again for the same unit answers the one that is open, however often it is tapped.</summary>
        public async Task<Result<Guid>> Run(RequestHome command, string? key, CancellationToken stop)
        {
            var accountId = person.AccountId!.Value;
            var account = await host.Users.AsNoTracking().SingleAsync(a => a.Id == accountId, stop);
            await memberships.BindNow(account, stop);
            try
            {
                return await db.SaveOnce(accountId, key, command, time.Now, () => Make(command, account, stop), stop);
            }
            catch (DbUpdateException clash) when (clash.IsDuplicate())
            {
                // The other tap was faster; its request is the answer.
                db.ChangeTracker.Clear();
                return await Make(command, account, stop);
            }
        }

        async Task<Result<Guid>> Make(RequestHome command, Platform.Accounts.Account account, CancellationToken stop)
        {
            var today = time.Today;
            if (!await db.Set<Unit>().AnyAsync(u => u.Id == command.UnitId && db.Set<Community>().Where(Community.ServedOn(today)).Any(c => c.Id == u.CommunityId), stop)) return ResidentErrors.UnknownUnit;
            var met = await Meet(account, stop);
            if (met.Error is { } unmet) return unmet;
            var resident = met.Value;
            var open = await db.Residencies.Where(r => r.ResidentId == resident.Id && r.State <= ResidencyState.Verified).ToListAsync(stop);
            if (open.Find(r => r.UnitId == command.UnitId) is { } there && !there.Lapse(time.Today)) return there.Id;
            if (open.Count(r => r.State == ResidencyState.Requested) >= MostOpen) return ResidentErrors.TooManyRequests;

            var requested = Residency.Request(resident.Id, command.UnitId, command.Relation, time.Today, time.Now);
            if (requested.Error is { } refused) return refused;
            db.Residencies.Add(requested.Value);
            db.Publish(new HomeRequested(requested.Value.Id));
            return requested.Value.Id;
        }

        async Task<Result<Resident>> Meet(Platform.Accounts.Account account, CancellationToken stop)
        {
            var phone = account.PhoneNumber ?? account.UserName;
            // One read for both: between two reads, the other tap's own resident would be taken for somebody else's.
            var those = await db.Residents.Where(r => r.AccountId == account.Id || r.Phone == phone).ToListAsync(stop);
            if (those.Find(r => r.AccountId == account.Id) is { } self) return self;
            if (those.Find(r => r.Phone == phone) is { } known)
            {
                if (!account.PhoneNumberConfirmed) return ResidentErrors.PhoneNotProven;
                return known.Bind(account.Id).Error is { } bound ? bound : known;
            }
            var met = Resident.Meet(account.DisplayName.Length > 0 ? account.DisplayName : phone, phone);
            if (met.Error is { } error) return error;
            met.Value.Bind(account.Id);
            db.Residents.Add(met.Value);
            return met.Value;
        }
    }
}
