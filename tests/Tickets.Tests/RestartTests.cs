using Microsoft.EntityFrameworkCore;
using Platform.Notices;

namespace Tickets.Tests;

/// <summary>What falls due while the product is down happens once it is back, and only once: hosts one after the other over the same databases, each later than the one before.</summary>
public sealed class RestartTests
{
    [Fact]
    public async Task Appointments_and_unaccepted_tickets_survive_a_restart_and_are_told_once()
    {
        await using var first = TestHost.New();
        var estate = await Estate.Build(file => file["tickets"]!["acceptMinutes"] = 25, first);
        await estate.Still();
        (await estate.Do(estate.Plumber, await estate.Reported(), "accept", new { promisedAt = DateTime.UtcNow.AddMinutes(50) })).EnsureSuccessStatusCode();
        var ignored = await (await estate.Resident.Client.Post("api/v1/tickets", new { categoryId = await estate.Category("power-trip"), unitId = estate.Home, description = "跳闸" })).ShouldBeMade();
        (await estate.Do(estate.Dispatcher, ignored, "assign", new { staffId = estate.SecondPlumberId, note = "没有电工在班" })).EnsureSuccessStatusCode();
        await estate.WorkOff();
        (await Told(estate)).ShouldBe((0, 0, 0));
        await first.DisposeAsync();

        await using var second = Again(first, TimeSpan.FromMinutes(26));
        for (var i = 0; i < 200 && await Told(estate, second) != (1, 1, 1); i++) await Task.Delay(50);
        (await Told(estate, second)).ShouldBe((1, 1, 1));
        await second.DisposeAsync();

        await using var third = Again(first, TimeSpan.FromMinutes(40));
        await Task.Delay(TimeSpan.FromSeconds(3));
        (await Told(estate, third)).ShouldBe((1, 1, 1));
    }

    static TestHost Again(TestHost first, TimeSpan later)
    {
        var host = TestHost.New(("Database:Folder", first.Folder), ("Files:Folder", Path.Combine(first.Folder, "files")));
        host.Clock.Shift = later;
        return host;
    }

    // The resident and the technician of the appointment, and the dispatcher of what nobody accepted.
    static Task<(int Resident, int Technician, int Desk)> Told(Estate estate, TestHost? host = null) => TestCompany.Of(host ?? estate.Company.Host, estate.Company.Info).Read(async db =>
    {
        var notices = await db.Set<Notice>().Select(n => new { n.AccountId, n.Text }).ToListAsync();
        int Heard(TestPerson who, string words) => notices.Count(n => n.AccountId == who.AccountId && n.Text.Contains(words, StringComparison.Ordinal));
        return (Heard(estate.Resident, "请留意家里有人"), Heard(estate.Plumber, "约好 {2} 前到"), Heard(estate.Dispatcher, "没有人接单"));
    });
}
