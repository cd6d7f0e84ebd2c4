using Data;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using Platform;
using Platform.Access;
using Staff.Contracts;
using Staff.People;
using Web.Access;
using Web.Http;

namespace Staff.Duty;

/// <summary>Goes on or off duty oneself. Says the wanted state, so a double tap does it once.</summary>
sealed record SetDuty(bool On)
{
    internal static void Map(RouteGroupBuilder api) => api.MapPut("/me/duty", Put).RequirePermission(StaffPermissions.Duty).WithName("SetDuty").WithTags("Staff");

    static async Task<Results<NoContent, ProblemHttpResult>> Put(SetDuty body, Handler handler, CancellationToken stop) => (await handler.Run(body, stop)).ToNoContent();

    internal sealed class Handler(AppDb db, ICurrentPerson person, TimeProvider clock)
    {
        const int Tries = 5;

        public async Task<Result<Done>> Run(SetDuty command, CancellationToken stop)
        {
            for (var attempt = 1; ; attempt++)
            {
                var staff = await db.Staff.SingleOrDefaultAsync(s => s.AccountId == person.Required.AccountId, stop);
                if (staff is null) return StaffErrors.NotStaff;
                var change = staff.SetDuty(command.On, clock.GetUtcNow().UtcDateTime);
                if (change.Error is { } refused) return refused;
                if (change.Value is not { } entry) return Done.It;
                db.Add(entry);
                db.Publish(new RosterChanged(staff.Id));
                try
                {
                    await db.SaveChangesAsync(stop);
                    return Done.It;
                }
                catch (DbUpdateConcurrencyException) when (attempt < Tries)
                {
                    // The other tap was faster, or somebody edited the profile; what is wanted stays the same.
                    db.ChangeTracker.Clear();
                }
            }
        }
    }
}
