using Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Platform.Access;
using Platform.Blobs;
using Platform.Exports;
using Platform.Notices;

namespace Platform.Tests;

/// <summary>How exports are asked for, run, stopped and taken over.</summary>
public sealed class ExportRunTests
{
    public static TheoryData<DatabaseProvider> Providers => [DatabaseProvider.Sqlite, DatabaseProvider.PostgreSql];

    static Task<List<Notice>> Told(ExportLab lab) => lab.Company.Read(db => db.Set<Notice>().AsNoTracking().Where(n => n.Kind == "exports.ended").ToListAsync());

    static Task Take(ExportLab lab, TestPerson from) => lab.Company.Change(async (_, db) =>
    {
        var member = await db.Set<Member>().SingleAsync(m => m.AccountId == from.AccountId);
        var role = await db.Set<MemberRole>().Where(r => r.MemberId == member.Id).Select(r => r.RoleId).SingleAsync();
        (await db.Set<Role>().Include(r => r.Grants).SingleAsync(r => r.Id == role)).Grant("tickets.assign", DataScope.None);
    });

    [Fact]
    public async Task Progress_is_shown_while_it_runs_and_its_end_is_told_once()
    {
        await using var lab = await ExportLab.New();
        var gate = new TaskCompletionSource();
        (lab.Shelf.Count, lab.Shelf.Rows) = (() => 2, s => Shelf.Held(gate.Task, s));

        var id = await lab.Asked();
        var running = await lab.Until(id, e => e is { State: ExportState.Running, RowsDone: 1 });
        running.RowsExpected.ShouldBe(2);
        await (await lab.Person.Client.GetAsync($"api/v1/exports/{id}/file")).ShouldBeProblem(409, "exports/not-ready");
        (await lab.Person.Page("exports")).ShouldContain("<progress max=\"2\" value=\"1\"");
        gate.SetResult();
        var done = await lab.Done(id);
        await lab.Settle();

        (done.RowsDone, done.Runs, done.Slot, done.DueAt).ShouldBe((2, 1, null, null));
        done.Size.ShouldBe((await ExportLab.File(lab.Person, id)).Length);
        (await Told(lab)).Single().ShouldSatisfyAllConditions(n => n.AccountId.ShouldBe(lab.Person.AccountId), n => n.Link.ShouldBe("exports"), n => n.Sentence.ShouldContain("共 2 行"));
        (await lab.Person.Page("exports")).ShouldContain($"api/v1/exports/{id}/file");
    }

    [Fact]
    public async Task A_running_export_stops_when_it_is_cancelled_and_leaves_nothing()
    {
        await using var lab = await ExportLab.New();
        var stopped = new TaskCompletionSource();
        lab.Shelf.Rows = s =>
        {
            s.Register(stopped.SetResult);
            return Shelf.Held(new TaskCompletionSource().Task, s);
        };
        var id = await lab.Asked();
        await lab.Until(id, e => e.State == ExportState.Running);

        (await lab.Person.Client.PostAsync($"api/v1/exports/{id}/cancel", null)).EnsureSuccessStatusCode();
        await stopped.Task.WaitAsync(TimeSpan.FromSeconds(20));

        var row = await lab.Row(id);
        (row.State, row.Slot, row.DueAt).ShouldBe((ExportState.Cancelled, null, null));
        await (await lab.Person.Client.PostAsync($"api/v1/exports/{id}/cancel", null)).ShouldBeProblem(409, "exports/ended");
        lab.Files.ShouldBeEmpty();
        (await Told(lab)).ShouldBeEmpty();
    }

    [Theory, MemberData(nameof(Providers))]
    public async Task What_a_dead_node_began_is_written_again_into_one_file(DatabaseProvider provider)
    {
        await using var lab = await ExportLab.New(provider);
        var id = await lab.Elsewhere(lab.Now.AddSeconds(-1));
        await lab.Company.In(async s =>
        {
            // It had come as far as the file.
            using var half = new MemoryStream([1, 2, 3]);
            await s.GetRequiredService<IBlobContainer>().Save(Export.BlobOf(id, 1), half);
            return 0;
        });

        (await lab.Done(id)).Runs.ShouldBe(2);
        await lab.Settle();

        lab.Files.ShouldBe([$"{id:N}-2"]);
        (await Told(lab)).Count.ShouldBe(1);
        (await ExportLab.File(lab.Person, id)).Length.ShouldBeGreaterThan(1000);
    }

    [Fact]
    public async Task A_node_that_was_taken_for_dead_and_lives_leaves_the_row_to_the_other()
    {
        await using var lab = await ExportLab.New();
        var stopped = new TaskCompletionSource();
        lab.Shelf.Rows = s =>
        {
            s.Register(() => stopped.TrySetResult());
            return Shelf.Held(new TaskCompletionSource().Task, s);
        };
        var id = await lab.Asked();
        await lab.Until(id, e => e.State == ExportState.Running);

        var later = lab.Now.AddHours(1);
        await lab.Company.Read(db => db.Set<Export>().ExecuteUpdateAsync(e => e.SetProperty(x => x.Runs, 2).SetProperty(x => x.DueAt, later)));
        await stopped.Task.WaitAsync(TimeSpan.FromSeconds(20));
        await Task.Delay(500);

        var row = await lab.Row(id);
        (row.State, row.Runs, row.RowsDone).ShouldBe((ExportState.Running, 2, row.RowsDone));
        row.DueAt!.Value.ShouldBe(later, TimeSpan.FromSeconds(1));
        lab.Files.ShouldBeEmpty();
    }

    [Theory, MemberData(nameof(Providers))]
    public async Task Several_nodes_at_the_same_moment_write_it_once(DatabaseProvider provider)
    {
        await using var lab = await ExportLab.New(provider);
        var id = await lab.Elsewhere(lab.Now.AddHours(1), runs: 0);
        var due = lab.Now;
        await lab.Company.Read(db => db.Set<Export>().ExecuteUpdateAsync(e => e.SetProperty(x => x.DueAt, due)));

        await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => lab.AnotherNode().Turn(lab.Company.Id, default)));

        (await lab.Done(id)).Runs.ShouldBe(1);
        lab.Shelf.Begun.ShouldBe(1);
    }

    [Fact]
    public async Task Who_lost_the_right_before_it_ran_is_refused()
    {
        await using var lab = await ExportLab.New();
        var id = await lab.Elsewhere(lab.Now.AddHours(1), runs: 0);
        await Take(lab, lab.Person);
        var due = lab.Now;
        await lab.Company.Read(db => db.Set<Export>().ExecuteUpdateAsync(e => e.SetProperty(x => x.DueAt, due)));

        var row = await lab.Until(id, e => e.State == ExportState.Failed);
        await lab.Settle();

        row.Problem.ShouldBe(CommonErrors.Forbidden.Message);
        lab.Shelf.Begun.ShouldBe(0);
        lab.Files.ShouldBeEmpty();
        (await Told(lab)).Single().Sentence.ShouldContain("没有导出成功");
    }

    [Fact]
    public async Task Who_loses_the_right_while_it_runs_is_refused_in_the_middle()
    {
        await using var lab = await ExportLab.New();
        lab.Shelf.Rows = s => Shelf.Held(new TaskCompletionSource().Task, s);
        var id = await lab.Asked();
        await lab.Until(id, e => e.State == ExportState.Running);

        await lab.Company.Change(async (_, db) => (await db.Set<Member>().SingleAsync(m => m.AccountId == lab.Person.AccountId)).Suspend());

        (await lab.Until(id, e => e.State == ExportState.Failed)).Problem.ShouldBe(CommonErrors.Forbidden.Message);
        lab.Files.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_failure_is_tried_again_and_given_up_in_the_end()
    {
        await using var lab = await ExportLab.New();
        var tries = 0;
        lab.Shelf.Rows = _ => Interlocked.Increment(ref tries) == 1 ? throw new IOException("the disk") : Shelf.Of([["好了", 1, null, null, null]]);
        (await lab.Done(await lab.Asked())).Runs.ShouldBe(2);

        lab.Shelf.Rows = _ => throw new IOException("the disk");
        var id = await lab.Elsewhere(lab.Now.AddSeconds(-1), runs: Export.MostRuns - 1);
        (await lab.Until(id, e => e.State == ExportState.Failed)).Problem!.ShouldContain("试了几次都没有成功");
    }

    [Theory, MemberData(nameof(Providers))]
    public async Task Nobody_has_more_than_three_at_a_time_however_fast_they_press(DatabaseProvider provider)
    {
        await using var lab = await ExportLab.New(provider);
        lab.Shelf.Rows = s => Shelf.Held(new TaskCompletionSource().Task, s);

        var answers = await Task.WhenAll(Enumerable.Range(0, 8).Select(i => ExportLab.Ask(lab.Person, new { i })));

        answers.Count(a => a.IsSuccessStatusCode).ShouldBe(3);
        await answers.First(a => !a.IsSuccessStatusCode).ShouldBeProblem(422, "exports/too-many");
        (await lab.Company.Read(db => db.Set<Export>().CountAsync())).ShouldBe(3);
    }

    [Theory, MemberData(nameof(Providers))]
    public async Task The_same_wish_is_one_export_while_it_is_under_way_and_the_same_key_ever_after(DatabaseProvider provider)
    {
        await using var lab = await ExportLab.New(provider);
        var gate = new TaskCompletionSource();
        lab.Shelf.Rows = s => Shelf.Held(gate.Task, s);

        var pressed = await Task.WhenAll(Enumerable.Range(0, 6).Select(async _ => await (await ExportLab.Ask(lab.Person, new { a = 1 }, "k-1")).ShouldBeMade()));
        var id = pressed.Distinct().Single();
        (await lab.Asked(new { a = 1 })).ShouldBe(id);
        gate.SetResult();
        await lab.Done(id);

        (await (await ExportLab.Ask(lab.Person, new { a = 1 }, "k-1")).ShouldBeMade()).ShouldBe(id);
        await (await ExportLab.Ask(lab.Person, new { a = 2 }, "k-1")).ShouldBeProblem(422, "idempotency-key-reused");
        (await lab.Asked(new { a = 1 })).ShouldNotBe(id, "a list may have changed since");
    }

    [Fact]
    public async Task A_company_has_thirty_under_way_and_its_flood_holds_up_nobody_else()
    {
        await using var lab = await ExportLab.New();
        lab.Shelf.Rows = s => Shelf.Held(new TaskCompletionSource().Task, s);
        var first = await lab.Asked(new { n = 1 });
        await lab.Until(first, e => e.State == ExportState.Running);
        var second = await lab.Asked(new { n = 2 });
        var due = lab.Now.AddHours(1);
        for (var i = 0; i < 30 - 2; i++) await lab.Elsewhere(due, account: Guid.CreateVersion7());
        var other = await TestCompany.New(lab.Host);
        var neighbour = await ExportLab.Exporter(other);

        await (await ExportLab.Ask(await ExportLab.Exporter(lab.Company))).ShouldBeProblem(422, "exports/company-busy");
        var theirs = await (await ExportLab.Ask(neighbour)).ShouldBeMade();
        await lab.Until(theirs, e => e.State == ExportState.Done, other);

        (await lab.Row(first)).State.ShouldBe(ExportState.Running);
        (await lab.Row(second)).State.ShouldBe(ExportState.Waiting);
    }

    [Fact]
    public async Task Too_many_rows_are_refused_at_once_and_when_they_grew_meanwhile()
    {
        await using var lab = await ExportLab.New(settings: ("Exports:MostRows", "50"));
        lab.Shelf.Count = () => 51;
        await (await ExportLab.Ask(lab.Person)).ShouldBeProblem(422, "exports/too-many-rows");

        (lab.Shelf.Count, lab.Shelf.Rows) = (() => 50, _ => Shelf.Of(Enumerable.Range(0, 51).Select(i => new object?[] { "行", i, null, null, null })));
        var row = await lab.Until(await lab.Asked(), e => e.State == ExportState.Failed);

        row.Problem.ShouldBe("符合条件的超过 50 行，一份文件放不下，请缩小筛选范围再导出。");
        lab.Files.ShouldBeEmpty();
    }

    [Fact]
    public async Task What_cannot_be_understood_is_refused_and_leaves_nothing()
    {
        await using var lab = await ExportLab.New();
        await (await ExportLab.Ask(lab.Person, "bad")).ShouldBeProblem(400, "invalid");
        await (await ExportLab.Ask(lab.Person, new { q = "\0" })).ShouldBeProblem(400, "exports/bad-parameters");
        await (await ExportLab.Ask(lab.Person, new { q = new string('x', 5000) })).ShouldBeProblem(400, "exports/bad-parameters");
        await (await lab.Person.Client.Post("api/v1/exports", new { kind = "no.such" })).ShouldBeProblem(400, "exports/unknown-kind");
        await (await lab.Person.Client.Post("api/v1/exports", new { })).ShouldBeProblem(400, "exports/unknown-kind");
        await (await ExportLab.Ask(await lab.Company.Person("无权"))).ShouldBeProblem(403, "forbidden");

        (await lab.Company.Read(db => db.Set<Export>().CountAsync())).ShouldBe(0);
    }

    [Fact]
    public async Task The_page_stops_repeats_and_deletes()
    {
        await using var lab = await ExportLab.New();
        (await lab.Person.Page("exports")).ShouldContain("还没有导出");
        lab.Shelf.Rows = s => Shelf.Held(new TaskCompletionSource().Task, s);
        var id = await lab.Asked();
        await lab.Until(id, e => e.State == ExportState.Running);

        await lab.Person.Submit("exports", "cancel", ("Cancelled", id.ToString()));
        (await lab.Row(id)).State.ShouldBe(ExportState.Cancelled);
        lab.Shelf.Rows = _ => Shelf.Of([["好了", 1, null, null, null]]);
        await lab.Person.Submit("exports", "retry", ("Retried", id.ToString()));
        var again = await lab.Company.Read(db => db.Set<Export>().Select(e => e.Id).SingleAsync());
        await lab.Done(again);
        (await lab.Person.Send("exports", "cancel", ("Cancelled", again.ToString()))).Html.ShouldContain("已经结束");
        await lab.Person.Submit("exports", "delete", ("Deleted", again.ToString()));

        (await lab.Company.Read(db => db.Set<Export>().CountAsync())).ShouldBe(0);
    }
}
