using Data;
using Microsoft.EntityFrameworkCore;
using Platform;
using Platform.Access;
using Platform.Accounts;
using Staff.Contracts;
using Staff.Shifts;
using Staff.Skills;
using Web.Time;

namespace Staff.People;

sealed class StaffDemo(AppDb db, HireStaff.Handler hire, SetSkills.Handler skills, PlanShifts.Handler shifts, TenantTime time) : IStaffDemo
{
    const int DaysBack = 7;
    const int DaysAhead = 28;

    public async Task<Result<Guid>> Hire(NewStaff person, CancellationToken stop)
    {
        if (Phones.Normalize(person.Phone) is { } phone && await db.Staff.AsNoTracking().Where(s => s.Phone == phone && s.LeftOn == null).Select(s => (Guid?)s.Id).FirstOrDefaultAsync(stop) is { } there) return there;
        var department = await Prepare(person, stop);
        var hired = await hire.Run(new(person.Name, person.Phone, person.Number, department, person.Position, person.FieldWork, person.HiredOn, person.Bio, person.Roles, person.Lead), by: null, key: null, stop);
        if (hired.Error is { } refused) return refused;

        var staff = await db.Staff.SingleAsync(s => s.Id == hired.Value, stop);
        if (person.OnDuty && staff.SetDuty(on: true, time.Now).Value is { } entry) db.Add(entry);
        if (person.Areas.Count > 0) (await db.Set<Member>().Include(m => m.Areas).SingleAsync(m => m.Id == staff.MemberId, stop)).Cover(person.Areas);
        await db.SaveChangesAsync(stop);
        if (person.Skills.Count > 0 && (await skills.Run(new(staff.Id, staff.Version, person.Skills), stop)).Error is { } unskilled) return unskilled;
        if (person.Shifts.Count > 0 && (await shifts.Run(new(staff.Id, time.Today.AddDays(-DaysBack), time.Today.AddDays(DaysAhead), person.Shifts), stop)).Error is { } unplanned) return unplanned;
        return hired;
    }

    async Task<Guid> Prepare(NewStaff person, CancellationToken stop)
    {
        var known = await db.Skills.Select(s => s.Key).ToListAsync(stop);
        foreach (var skill in person.Skills.Where(s => !known.Contains(s.Key))) db.Add(new Skill(skill.Key, skill.Key, certificate: false));
        var department = await db.Departments.SingleOrDefaultAsync(d => d.Key == person.DepartmentKey, stop);
        if (department is null) db.Add(department = new Department(person.DepartmentKey, person.DepartmentName, await db.Departments.CountAsync(stop)));
        await db.SaveChangesAsync(stop);
        return department.Id;
    }
}
