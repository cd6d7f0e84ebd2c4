using Data;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using Platform;
using Platform.Access;
using Platform.Accounts;
using Tenants.Contracts;
using Web.Access;
using Web.Http;
using Web.Time;

namespace Staff.People;

/// <summary>Employs somebody by phone: their account is found or prepared, membership and roles are given.</summary>
sealed record HireStaff(string? Name, string? Phone, string? Number, Guid? DepartmentId, string? Position, bool FieldWork, DateOnly? HiredOn, string? Bio, IReadOnlyList<string>? Roles, bool Lead = false)
{
    internal static void Map(RouteGroupBuilder api) => api.MapPost("/staff", Post).RequirePermission(StaffPermissions.Edit).WithName("HireStaff").WithTags("Staff");

    static async Task<Results<Created<Made>, ProblemHttpResult>> Post(HireStaff body, Handler handler, ICurrentPerson person,
        [FromHeader(Name = "Idempotency-Key")] string? key, CancellationToken stop) => (await handler.Run(body, person.Required, key, stop)).ToCreated("staff");

    internal sealed class Handler(AppDb db, Enlist enlist, TenantTime time)
    {
        const int Tries = 3;

        /// <summary>Employs and saves. <paramref name="by"/> is null for the platform itself, which may give every role.</summary>
        public async Task<Result<Guid>> Run(HireStaff command, PersonAccess? by, string? key, CancellationToken stop)
        {
            if (Phones.Normalize(command.Phone) is not { } phone) return StaffErrors.BadPhone;
            if (command.Number is { Length: > 0 } given && (given.Length > 20 || !given.All(c => char.IsAsciiLetterOrDigit(c) || c == '-'))) return StaffErrors.BadNumber;
            var profile = await StaffRules.Profile(db, command.Name, command.Position, command.DepartmentId, command.FieldWork, command.HiredOn ?? time.Today, command.Bio, time.Today, stop);
            if (profile.Error is { } wrong) return wrong;

            for (var attempt = 1; ; attempt++)
            {
                try
                {
                    return await db.SaveOnce(by?.AccountId ?? Guid.Empty, key, command, time.Now, () => Make(command, phone, profile.Value with { Lead = command.Lead }, by, stop), stop);
                }
                catch (DbUpdateException clash) when (clash.IsDuplicate() && attempt < Tries)
                {
                    // Somebody else was employed at the same moment; look again and draw another number.
                    db.ChangeTracker.Clear();
                }
            }
        }

        async Task<Result<Guid>> Make(HireStaff command, string phone, StaffProfile profile, PersonAccess? by, CancellationToken stop)
        {
            var keys = command.Roles ?? [];
            var roles = await db.Set<Role>().Include(r => r.Grants).Where(r => keys.Contains(r.Key)).ToListAsync(stop);
            if (keys.FirstOrDefault(k => roles.TrueForAll(r => r.Key != k)) is { } unknown) return StaffErrors.UnknownRole(unknown);
            if (by is not null && roles.Any(r => by.IsBelow(r))) return StaffErrors.RoleTooHigh;
            if (command.Number is { Length: > 0 } taken && await db.Staff.AnyAsync(s => s.Number == taken && s.Phone != phone, stop)) return StaffErrors.NumberTaken;

            var member = await enlist.Run(phone, profile.Name, stop);
            var staff = await db.Staff.SingleOrDefaultAsync(s => s.AccountId == member.AccountId, stop);
            if (staff is { LeftOn: null }) return StaffErrors.AlreadyEmployed;
            if (staff is null) db.Add(staff = new StaffMember(member.AccountId, member.Id, phone, command.Number is { Length: > 0 } number ? number : await DrawNumber(stop), profile));
            else staff.Return(profile);

            member.Rename(profile.Name);
            foreach (var role in roles) member.Add(role);
            return staff.Id;
        }

        // E0001, E0002 …: one past the highest that looks like ours.
        async Task<string> DrawNumber(CancellationToken stop)
        {
            var highest = await db.Staff.AsNoTracking().Where(s => EF.Functions.Like(s.Number, "E%") && s.Number.Length >= 5).OrderByDescending(s => s.Number.Length).ThenByDescending(s => s.Number)
                .Select(s => s.Number).Take(50).ToListAsync(stop);
            var last = highest.Select(n => int.TryParse(n.AsSpan(1), System.Globalization.NumberStyles.None, null, out var value) ? value : 0).DefaultIfEmpty().Max();
            return $"E{last + 1:0000}";
        }
    }
}

/// <summary>What both employing and changing must fulfil.</summary>
static class StaffRules
{
    internal static async Task<Result<StaffProfile>> Profile(AppDb db, string? name, string? position, Guid? departmentId, bool fieldWork, DateOnly hiredOn, string? bio, DateOnly today, CancellationToken stop)
    {
        if (name?.Trim() is not { Length: > 0 and <= 30 } goodName) return StaffErrors.BadName;
        if (position?.Trim() is not { Length: > 0 and <= 30 } goodPosition) return StaffErrors.BadPosition;
        if (bio is { Length: > 2000 }) return StaffErrors.BadBio;
        if (hiredOn.Year < 1950 || hiredOn > today.AddYears(1)) return StaffErrors.BadHiredOn;
        if (departmentId is not { } department || !await db.Departments.AnyAsync(d => d.Id == department, stop)) return StaffErrors.UnknownDepartment;
        return new StaffProfile(goodName, goodPosition, department, fieldWork, hiredOn, string.IsNullOrWhiteSpace(bio) ? null : bio.Trim());
    }
}
