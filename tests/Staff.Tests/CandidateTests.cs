using Microsoft.EntityFrameworkCore;
using Platform.Access;
using Staff.Contracts;
using Staff.Shifts;
using static Staff.Tests.Given;

namespace Staff.Tests;

public sealed class CandidateTests
{
    static readonly DateTime Noon = Shanghai(2026, 11, 25, 12);

    [Fact]
    public async Task A_certificate_counts_through_its_last_day_in_the_companys_zone()
    {
        var company = await Given.Company();
        await company.Hire(Somebody() with { Skills = [new("plumbing", 3), new("electric", 4, "粤A-881", new DateOnly(2026, 11, 25))] });

        var before = (await company.Candidates(Shanghai(2026, 11, 25, 23, 59, 59))).Single();
        var after = (await company.Candidates(Shanghai(2026, 11, 26, 0))).Single();

        before.Skills.ShouldBe(new Dictionary<string, int> { ["plumbing"] = 3, ["electric"] = 4 }, ignoreOrder: true);
        before.Expired.ShouldBeEmpty();
        after.Skills.Keys.ShouldBe(["plumbing"]);
        after.Expired.ShouldBe(["electric"]);
    }

    [Fact]
    public async Task A_night_shift_lasts_over_midnight_and_the_day_after_it_is_planned()
    {
        var company = await Given.Company();
        var staff = await company.Hire(Somebody());
        await company.Change((_, db) =>
        {
            db.Add(new Shift(staff, new DateOnly(2026, 11, 25), new(20, 0), new(8, 0)));
            return Task.CompletedTask;
        });

        async Task<bool> OnShift(DateTime at) => (await company.Candidates(at)).Single().OnShift;

        (await OnShift(Shanghai(2026, 11, 25, 19, 59))).ShouldBeFalse();
        (await OnShift(Shanghai(2026, 11, 25, 20))).ShouldBeTrue();
        (await OnShift(Shanghai(2026, 11, 26, 7, 59))).ShouldBeTrue();
        (await OnShift(Shanghai(2026, 11, 26, 8))).ShouldBeFalse();
        (await OnShift(Shanghai(2026, 11, 27, 3))).ShouldBeTrue("nothing is planned for that day");
    }

    [Theory]
    [InlineData(LeaveState.Requested, false)]
    [InlineData(LeaveState.Refused, false)]
    [InlineData(LeaveState.Approved, true)]
    public async Task Only_approved_leave_counts_and_its_last_day_is_whole(object state, bool away)
    {
        var company = await Given.Company();
        var staff = await company.Hire(Somebody());
        await company.Change((_, db) =>
        {
            var leave = Leave.Ask(staff, new(2026, 11, 24), new(2026, 11, 25), "探亲", new(2026, 11, 20), Noon).Value;
            if ((LeaveState)state != LeaveState.Requested) leave.Decide((LeaveState)state == LeaveState.Approved, Guid.NewGuid(), Noon);
            db.Add(leave);
            return Task.CompletedTask;
        });

        (await company.Candidates(Shanghai(2026, 11, 23, 23, 59))).Single().OnLeave.ShouldBeFalse();
        (await company.Candidates(Shanghai(2026, 11, 25, 23, 59))).Single().OnLeave.ShouldBe(away);
        (await company.Candidates(Shanghai(2026, 11, 26, 0))).Single().OnLeave.ShouldBeFalse();
    }

    [Fact]
    public async Task Areas_are_the_members_and_those_without_field_work_or_who_left_are_no_candidates()
    {
        var company = await Given.Company();
        var (community, building) = (Guid.CreateVersion7(), Guid.CreateVersion7());
        var here = await company.Hire(Somebody() with { OnDuty = true, Areas = [(community, null), (Guid.CreateVersion7(), building)] });
        await company.Hire(Somebody() with { FieldWork = false });
        var gone = await company.Hire(Somebody());
        await company.Change(async (_, db) => (await db.Staff.SingleAsync(s => s.Id == gone)).Leave(new DateOnly(2026, 11, 1), Noon));

        var candidate = (await company.Candidates(Noon)).Single();

        candidate.Card.StaffId.ShouldBe(here);
        candidate.Card.OnDuty.ShouldBeTrue();
        candidate.Card.Department.ShouldBe("工程部");
        candidate.Communities.ShouldBe([community]);
        candidate.Buildings.ShouldBe([building]);
    }

    [Fact]
    public async Task Another_companys_staff_under_the_same_phone_is_another_person()
    {
        var (mine, theirs) = (await Given.Company(), await Given.Company());
        var phone = NewPhone();
        await mine.Hire(Somebody(phone) with { Skills = [new("plumbing", 5)] });

        var foreign = await theirs.Hire(Somebody(phone) with { Name = "张师傅" });

        (await theirs.Candidates(Noon)).Single().Skills.ShouldBeEmpty();
        (await mine.Candidates(Noon)).Single().Card.Name.ShouldBe("张卫国");
        (await mine.Candidates(Noon)).Single().Card.AccountId.ShouldBe((await theirs.Candidates(Noon)).Single().Card.AccountId);
        var admin = await mine.Person("管理员", ("staff.view", DataScope.All));
        await (await admin.Client.GetAsync($"api/v1/staff/{foreign}")).ShouldBeProblem(404, "not-found");
    }
}
