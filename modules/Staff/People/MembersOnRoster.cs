using Data;
using Microsoft.EntityFrameworkCore;
using Platform.Events;
using Staff.Contracts;
using Tenants.Contracts;

namespace Staff.People;

/// <summary>Whoever is suspended takes no work, and areas say where somebody does.</summary>
sealed class MembersOnRoster(AppDb db) : IHandle<MemberChanged>
{
    public async Task Handle(MemberChanged happened, EventContext context, CancellationToken stop)
    {
        if (await db.Staff.Where(s => s.MemberId == happened.MemberId && s.LeftOn == null).Select(s => (Guid?)s.Id).SingleOrDefaultAsync(stop) is { } staff) db.Publish(new RosterChanged(staff));
    }
}
