using Data;
using Microsoft.EntityFrameworkCore;
using MiniExcelLibs;
using Npgsql;
using Platform.Exports;
using Platform.Notices;

namespace Cluster.Tests;

/// <summary>An export whose node is killed while it writes.</summary>
[Collection(TwoNodes.InTurn)]
public sealed class ExportTests
{
    [Fact]
    public async Task What_a_killed_node_was_writing_another_writes_into_one_file()
    {
        var host = await TwoNodes.QuietHost();
        var estate = await Estate.Build(host: host);
        for (var i = 0; i < 5; i++) await (await estate.Resident.Client.Post("api/v1/tickets", await estate.Leak($"第 {i} 处滴水"))).ShouldBeMade();
        var settings = ProductProcess.SettingsOf(host);
        settings["Redis"] = TestServices.Redis;
        // Every page of the file asks for the ratings, so whoever writes stands still in the middle.
        await using var connection = new NpgsqlConnection(settings["Database__App"]);
        await connection.OpenAsync();
        var held = await connection.BeginTransactionAsync();
        await using (var command = new NpgsqlCommand("LOCK TABLE tickets_rating IN ACCESS EXCLUSIVE MODE", connection, held)) await command.ExecuteNonQueryAsync();

        using var doomed = await ProductProcess.Start(settings, "sign-in", estate.Resident);
        var id = await (await estate.Manager.Client.Post("api/v1/exports", new { kind = "tickets.list", parameters = new { } })).ShouldBeMade();
        await Until(async () => await Row(estate, id) is { State: ExportState.Running, RowsExpected: 5 });
        var killed = DateTime.UtcNow;
        doomed.Kill();
        using var survivor = await ProductProcess.Start(settings, "sign-in", estate.Resident);
        await held.RollbackAsync();
        var left = await Row(estate, id);
        (left.Runs == 1 || DateTime.UtcNow - killed > Export.Lease).ShouldBeTrue("the lease still holds");
        // The lease of the dead node ends in half a minute; the test does not wait, unless the start of the survivor took so long.
        if (left.Runs == 1) await estate.Company.Read(db => db.Set<Export>().Where(e => e.Id == id).ExecuteUpdateAsync(e => e.SetProperty(x => x.DueAt, DateTime.UtcNow)));
        await Until(async () => (await Row(estate, id)).State == ExportState.Done);
        await Until(() => estate.Company.Read(db => db.Set<Notice>().AnyAsync(n => n.Kind == "exports.ended")));
        await Task.Delay(1000);

        (await Row(estate, id)).ShouldSatisfyAllConditions(e => e.Runs.ShouldBe(2), e => e.RowsDone.ShouldBe(5));
        (await estate.Company.Read(db => db.Set<Notice>().CountAsync(n => n.Kind == "exports.ended"))).ShouldBe(1);
        Directory.GetFiles(Path.Combine(host.Folder, "files", estate.Company.Id.ToString("N"), "exports")).Select(Path.GetFileName).ShouldBe([$"{id:N}-2"]);
        using var file = new MemoryStream(await estate.Manager.Client.GetByteArrayAsync($"api/v1/exports/{id}/file"));
        file.Query(useHeaderRow: true, excelType: ExcelType.XLSX).Count().ShouldBe(5);
    }

    static Task<Export> Row(Estate estate, Guid id) => estate.Company.Read(db => db.Set<Export>().AsNoTracking().SingleAsync(e => e.Id == id));

    static async Task Until(Func<Task<bool>> happened)
    {
        for (var end = DateTime.UtcNow.AddSeconds(60); DateTime.UtcNow < end; await Task.Delay(50)) if (await happened()) return;
        throw new TimeoutException("It did not happen within a minute.");
    }
}
