using Data;
using Microsoft.EntityFrameworkCore;
using Platform.Access;
using Staff.Contracts;

namespace Tickets.Dispatch;

/// <summary>What of the grab pool (抢单) is for the current person: the work that the own skills and valid certificates suffice for.</summary>
sealed class GrabPool(AppDb db, IStaffDirectory staff, ICurrentPerson person, TimeProvider clock)
{
    /// <summary>Ids of the categories; none for whoever takes no field work.</summary>
    internal async Task<IReadOnlyList<Guid>> Categories(CancellationToken stop)
    {
        if (await staff.ValidSkills(person.Required.AccountId, clock.GetUtcNow().UtcDateTime, stop) is not { } skills) return [];
        var asked = await db.Categories.AsNoTracking().Where(c => c.ParentId != null).Select(c => new { c.Id, c.Skills }).ToListAsync(stop);
        return [.. asked.Where(c => c.Skills.All(skills.Contains)).Select(c => c.Id)];
    }
}
