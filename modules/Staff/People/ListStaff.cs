using Data;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using Platform.Access;
using Staff.Skills;
using Web.Access;
using Web.Time;

namespace Staff.People;

/// <summary>Reads the employees whom the person may see.</summary>
sealed record ListStaff(string? Q, string? Department, bool? OnDuty, string? Skill, bool? Left, Guid? After, int? Limit)
{
    internal sealed record SkillItem(string Key, string Name, int Level, string? Certificate, DateOnly? ExpiresOn, bool Expired);

    internal sealed record Item(Guid Id, string Name, string Phone, string Number, string Department, string Position, bool OnDuty, bool FieldWork, DateOnly? LeftOn, IReadOnlyList<SkillItem> Skills);

    internal sealed record Page(IReadOnlyList<Item> Items, Guid? Next);

    internal sealed record Choice(string Key, string Name, bool Certificate);

    internal sealed record DepartmentChoice(Guid Id, string Key, string Name);

    internal static void Map(RouteGroupBuilder api)
    {
        api.MapGet("/staff", async ([AsParameters] ListStaff query, Handler handler, CancellationToken stop) => TypedResults.Ok(await handler.Run(query, stop)))
            .RequirePermission(StaffPermissions.View).WithName("ListStaff").WithTags("Staff");
        api.MapGet("/staff/departments", async (Handler handler, CancellationToken stop) => TypedResults.Ok(await handler.Departments(stop)))
            .RequirePermission(StaffPermissions.View).WithName("ListDepartments").WithTags("Staff");
        api.MapGet("/staff/skills", async (Handler handler, CancellationToken stop) => TypedResults.Ok(await handler.Skills(stop)))
            .RequirePermission(StaffPermissions.View).WithName("ListSkills").WithTags("Staff");
    }

    internal sealed class Handler(AppDb db, ICurrentPerson person, TenantTime time)
    {
        public async Task<Page> Run(ListStaff query, CancellationToken stop)
        {
            var limit = Math.Clamp(query.Limit ?? 30, 1, 100);
            var staff = Filter(db.Staff.AsNoTracking().VisibleTo(person.Required, db), query);
            if (query.After is { } after) staff = staff.Where(s => s.Id > after);

            var today = time.Today;
            var rows = await staff.OrderBy(s => s.Id).Take(limit + 1).Select(s => new Item(s.Id, s.Name, s.Phone, s.Number,
                db.Set<Department>().First(d => d.Id == s.DepartmentId).Name, s.Position, s.OnDuty, s.FieldWork, s.LeftOn,
                s.Skills.Join(db.Set<Skill>(), h => h.SkillId, k => k.Id, (h, k) => new SkillItem(k.Key, k.Name, h.Level, h.Certificate, h.ExpiresOn, h.ExpiresOn != null && h.ExpiresOn < today)).ToList()))
                .ToListAsync(stop);
            return new Page([.. rows.Take(limit)], rows.Count > limit ? rows[limit - 1].Id : null);
        }

        IQueryable<StaffMember> Filter(IQueryable<StaffMember> staff, ListStaff query)
        {
            staff = query.Left == true ? staff.Where(s => s.LeftOn != null) : staff.Where(s => s.LeftOn == null);
            if (query.Q?.Trim() is { Length: > 0 and <= 60 } text) staff = staff.Where(s => s.Name.StartsWith(text) || s.Phone.StartsWith(text) || s.Number.StartsWith(text));
            if (query.Department is { Length: > 0 } department) staff = staff.Where(s => db.Set<Department>().Any(d => d.Id == s.DepartmentId && d.Key == department));
            if (query.OnDuty is { } onDuty) staff = staff.Where(s => s.OnDuty == onDuty);
            if (query.Skill is { Length: > 0 } skill) staff = staff.Where(s => s.Skills.Any(h => db.Set<Skill>().Any(k => k.Id == h.SkillId && k.Key == skill)));
            return staff;
        }

        public async Task<IReadOnlyList<DepartmentChoice>> Departments(CancellationToken stop) =>
            await db.Departments.AsNoTracking().OrderBy(d => d.Order).Select(d => new DepartmentChoice(d.Id, d.Key, d.Name)).ToListAsync(stop);

        public async Task<IReadOnlyList<Choice>> Skills(CancellationToken stop) =>
            await db.Skills.AsNoTracking().OrderBy(s => s.Name).Select(s => new Choice(s.Key, s.Name, s.Certificate)).ToListAsync(stop);
    }
}
