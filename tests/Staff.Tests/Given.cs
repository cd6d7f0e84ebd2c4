using Data;
using Microsoft.Extensions.DependencyInjection;
using Platform.Access;
using Platform.Accounts;
using Staff.Contracts;
using Staff.People;
using Staff.Skills;

namespace Staff.Tests;

/// <summary>Companies with departments, skills and employees.</summary>
static class Given
{
    static int phones;

    internal static readonly DateOnly Hired = new(2024, 3, 1);

    internal static string NewPhone() => "137" + Interlocked.Increment(ref phones).ToString("00000000", System.Globalization.CultureInfo.InvariantCulture);

    internal static async Task<TestCompany> Company(TestHost? host = null)
    {
        var company = await TestCompany.New(host);
        await company.Change((_, db) =>
        {
            db.Add(new Department("engineering", "工程部", 0));
            db.Add(new Skill("plumbing", "水暖", certificate: false));
            db.Add(new Skill("electric", "电工", certificate: true));
            return Task.CompletedTask;
        });
        return company;
    }

    internal static NewStaff Somebody(string? phone = null) => new("张卫国", phone ?? NewPhone(), "engineering", "工程部", "水电工") { FieldWork = true, HiredOn = Hired };

    internal static async Task<Guid> Hire(this TestCompany company, NewStaff person) =>
        (await company.In(services => services.GetRequiredService<IStaffDemo>().Hire(person))).Value;

    internal static Task<IReadOnlyList<Candidate>> Candidates(this TestCompany company, DateTime at) =>
        company.In(services => services.GetRequiredService<IStaffDirectory>().Candidates(at));

    /// <summary>The instant (UTC) of a wall-clock time in Shanghai.</summary>
    internal static DateTime Shanghai(int year, int month, int day, int hour, int minute = 0, int second = 0) => new DateTime(year, month, day, hour, minute, second, DateTimeKind.Utc).AddHours(-8);

    /// <summary>A signed-in member who is also an employee.</summary>
    internal static async Task<(TestPerson Person, Guid StaffId)> Technician(this TestCompany company)
    {
        var person = await company.Person("张卫国", ("staff.duty", DataScope.Own));
        return (person, await company.Hire(Somebody(person.Phone)));
    }

    /// <summary>A community that the company runs.</summary>
    internal static async Task<Guid> Community(this TestCompany company, string name)
    {
        await using var scope = company.Host.Services.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<HostDb>();
        var community = new CommunityRecord { Name = name };
        db.Add(community);
        db.Add(new CommunityEngagement { CommunityId = community.Id, CompanyId = company.Id, From = new DateOnly(2020, 1, 1) });
        await db.SaveChangesAsync();
        return community.Id;
    }
}
