using Data;
using Microsoft.EntityFrameworkCore;
using Platform.Access;
using Staff.Duty;
using Staff.People;
using Staff.Shifts;
using Staff.Skills;

namespace Staff;

static class StaffMaps
{
    internal static void Map(ModelBuilder model)
    {
        model.Entity<Department>(department =>
        {
            department.ToTable("staff_department");
            department.Property(d => d.Key).HasMaxLength(40);
            department.Property(d => d.Name).HasMaxLength(60);
            department.HasTenantIndex(nameof(Department.Key)).IsUnique();
        });
        model.Entity<Skill>(skill =>
        {
            skill.ToTable("staff_skill");
            skill.Property(s => s.Key).HasMaxLength(40);
            skill.Property(s => s.Name).HasMaxLength(60);
            skill.HasTenantIndex(nameof(Skill.Key)).IsUnique();
        });
        model.Entity<StaffMember>(staff =>
        {
            staff.ToTable("staff_member");
            staff.Property(s => s.Name).HasMaxLength(60);
            staff.Property(s => s.Phone).HasMaxLength(20);
            staff.Property(s => s.Number).HasMaxLength(20);
            staff.Property(s => s.Position).HasMaxLength(60);
            staff.Property(s => s.Bio).HasMaxLength(2000);
            staff.References<Member, StaffMember>(s => s.MemberId);
            staff.References<Department, StaffMember>(s => s.DepartmentId);
            staff.HasParts(s => s.Skills, h => h.StaffId);
            staff.HasTenantIndex(nameof(StaffMember.AccountId)).IsUnique();
            staff.HasTenantIndex(nameof(StaffMember.Number)).IsUnique();
            staff.HasTenantIndex(nameof(StaffMember.FieldWork), nameof(StaffMember.LeftOn));
        });
        model.Entity<StaffSkill>(held =>
        {
            held.ToTable("staff_member_skill");
            held.Property(h => h.Certificate).HasMaxLength(60);
            held.References<Skill, StaffSkill>(h => h.SkillId);
            held.HasTenantIndex(nameof(StaffSkill.StaffId), nameof(StaffSkill.SkillId)).IsUnique();
        });
        model.Entity<Shift>(shift =>
        {
            shift.ToTable("staff_shift");
            shift.References<StaffMember, Shift>(s => s.StaffId);
            shift.HasTenantIndex(nameof(Shift.StaffId), nameof(Shift.Day), nameof(Shift.From)).IsUnique();
            shift.HasTenantIndex(nameof(Shift.Day));
        });
        model.Entity<Leave>(leave =>
        {
            leave.ToTable("staff_leave");
            leave.Property(l => l.Reason).HasMaxLength(200);
            leave.References<StaffMember, Leave>(l => l.StaffId);
            leave.HasTenantIndex(nameof(Leave.State), nameof(Leave.Until));
        });
        model.Entity<DutyEntry>(entry =>
        {
            entry.ToTable("staff_duty_entry");
            entry.References<StaffMember, DutyEntry>(e => e.StaffId);
            entry.HasTenantIndex(nameof(DutyEntry.StaffId), nameof(DutyEntry.At));
        });
    }
}
