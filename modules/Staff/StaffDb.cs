using Data;
using Microsoft.EntityFrameworkCore;
using Staff.Duty;
using Staff.People;
using Staff.Shifts;
using Staff.Skills;

namespace Staff;

static class StaffDb
{
    extension(AppDb db)
    {
        internal DbSet<StaffMember> Staff => db.Set<StaffMember>();
        internal DbSet<Department> Departments => db.Set<Department>();
        internal DbSet<Skill> Skills => db.Set<Skill>();
        internal DbSet<Shift> Shifts => db.Set<Shift>();
        internal DbSet<Leave> Leaves => db.Set<Leave>();
        internal DbSet<DutyEntry> DutyEntries => db.Set<DutyEntry>();
    }
}
