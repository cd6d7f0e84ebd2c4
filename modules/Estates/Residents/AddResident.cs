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

using Estates.Places;

namespace Estates.Residents;

/// <summary>Staff enter somebody they know; an account with that proven phone is bound without asking.</summary>
sealed record AddResident(Guid UnitId, string? Name, string? Phone, ResidentRelation Relation, DateOnly? From, DateOnly? Until)
{
    internal static void Map(RouteGroupBuilder api) => api.MapPost("/residents", async Task<Results<Created<Made>, ProblemHttpResult>>
        (AddResident body, Handler handler, [FromHeader(Name = "Idempotency-Key")] string? key, CancellationToken stop) => (await handler.Run(body, key, stop)).ToCreated("residents"))
        .RequirePermission(EstatesPermissions.VerifyResidents).WithName("AddResident").WithTags("Residents");

    internal sealed class Handler(AppDb db, ICurrentPerson person, TenantTime time)
    {
        /// <summary>The resident's id.</summary>
        public Task<Result<Guid>> Run(AddResident command, string? key, CancellationToken stop) =>
            db.SaveOnce(person.Required.AccountId, key, command, time.Now, () => Make(command, stop), stop);

        async Task<Result<Guid>> Make(AddResident command, CancellationToken stop)
        {
            if (!await db.Units.Within(person.Required, EstatesPermissions.VerifyResidents).AnyAsync(u => u.Id == command.UnitId, stop)) return CommonErrors.NotFound;
            var met = Resident.Meet(command.Name, command.Phone);
            if (met.Error is { } error) return error;
            var phone = met.Value.Phone;
            var resident = phone is null ? null : await db.Residents.SingleOrDefaultAsync(r => r.Phone == phone, stop);
            // Whoever merely tries phones is not told who is behind them, and nobody is entered under a stranger's number.
            if (resident is not null && resident.Name != met.Value.Name) return ResidentErrors.OtherName;
            if (resident is null) db.Residents.Add(resident = met.Value);

            var open = await db.Residencies.SingleOrDefaultAsync(r => r.ResidentId == resident.Id && r.UnitId == command.UnitId && r.State <= ResidencyState.Verified, stop);
            if (open is not null && !open.Lapse(time.Today)) return ResidentErrors.AlreadyThere;
            var stay = Residency.Prepare(resident.Id, command.UnitId, command.Relation, command.From ?? time.Today, command.Until, new Decider(person.Required.AccountId, person.Required.Name), time.Now);
            if (stay.Error is { } wrong) return wrong;
            db.Residencies.Add(stay.Value);
            db.Publish(new ResidentsPrepared([resident.Id]));
            return resident.Id;
        }
    }
}
