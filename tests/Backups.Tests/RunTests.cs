using System.Net.Http.Json;
using Backups.Contracts;
using Backups.Plans;
using Backups.Runs;
using Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Platform.Access;
using Platform.Attachments;
using Platform.Backups;
using Platform.Blobs;
using Platform.Tenancy;

namespace Backups.Tests;

/// <summary>Backups by plan and on demand, on hosts of their own where time or a node's death is played.</summary>
public sealed class RunTests
{
    [Fact]
    public async Task A_backup_that_is_asked_for_is_there_a_moment_later_whole_and_listed()
    {
        var company = await TestCompany.New();
        var keeper = await Keeper(company);
        var id = await (await keeper.Client.Post("api/v1/backups", new { })).ShouldBeMade();

        var done = await Ended(company, id);
        (done.State, done.Problem, done.Missing).ShouldBe((BackupState.Done, null, 0));
        var line = (await keeper.Client.GetJson("api/v1/backups"))[0];
        (line.GetProperty("id").GetGuid(), line.GetProperty("state").GetString(), line.GetProperty("askedBy").GetString()).ShouldBe((id, "done", "管家"));
        ((long?)line.GetProperty("bytes").GetInt64()).ShouldBe(await SizeOf(company, id));
        await On(company.Host, async p => (await p.Verify((await p.Open(company.Slug, id, default))!, _ => { }, default)).Error.ShouldBeNull());
    }

    [Fact]
    public async Task Asking_again_while_one_waits_is_that_one()
    {
        await using var own = TestHost.New();
        var company = await TestCompany.New(own);
        var keeper = await Keeper(company);
        // Held by a node that is at it.
        var running = await Insert(company, BackupState.Running, own.Clock.GetUtcNow().UtcDateTime.AddMinutes(1));
        (await (await keeper.Client.Post("api/v1/backups", new { })).ShouldBeMade()).ShouldBe(running);
        (await Runs(company)).Count.ShouldBe(1);
    }

    [Fact]
    public async Task What_a_dead_node_left_is_made_anew_when_its_lease_ends_and_given_up_after_five_times()
    {
        await using var own = TestHost.New();
        var (company, other) = (await TestCompany.New(own), await TestCompany.New(own));
        var left = await Insert(company, BackupState.Running, own.Clock.GetUtcNow().UtcDateTime.AddMinutes(1), attempts: 1);
        var hopeless = await Insert(other, BackupState.Running, own.Clock.GetUtcNow().UtcDateTime.AddMinutes(1), attempts: 5);
        var runs = own.Services.GetRequiredService<RunBackup>();
        (await runs.Next(default)).ShouldBeFalse();

        own.Clock.Shift += BackupRun.Lease;
        while (await runs.Next(default)) { }
        var done = await Ended(company, left);
        (done.State, done.Attempts).ShouldBe((BackupState.Done, 2));
        var failed = await Ended(other, hopeless);
        (failed.State, failed.Problem).ShouldBe((BackupState.Failed, BackupErrors.GaveUp.Text));
    }

    [Fact]
    public async Task A_plan_makes_one_backup_a_night_and_one_after_a_week_out_of_service_however_many_nodes_look()
    {
        await using var own = TestHost.New();
        var company = await TestCompany.New(own);
        await Turn(own);
        var plan = await Platform(own, db => db.BackupPlans.AsNoTracking().SingleAsync(p => p.CompanyId == company.Id));
        (plan.Hour, plan.KeepNewest, plan.KeepMonths).ShouldBe((2, 7, 6));
        (await Runs(company)).ShouldBeEmpty();

        own.Clock.Shift += TimeSpan.FromDays(7);
        await Task.WhenAll(Turn(own), Turn(own), Turn(own));
        var made = (await Runs(company)).ShouldHaveSingleItem();
        await Finish(own);
        (await Ended(company, made.Id)).State.ShouldBe(BackupState.Done);
        await Turn(own);
        (await Runs(company)).Count.ShouldBe(1);

        own.Clock.Shift += TimeSpan.FromDays(1);
        await Turn(own);
        (await Runs(company)).Count.ShouldBe(2);
    }

    [Fact]
    public async Task A_backup_that_somebody_asks_for_does_not_stand_for_the_nights()
    {
        await using var own = TestHost.New();
        var company = await TestCompany.New(own);
        await Turn(own);
        own.Clock.Shift += TimeSpan.FromDays(1);
        await Platform(own, db =>
        {
            db.BackupRuns.Add(new BackupRun { CompanyId = company.Id, AskedBy = Guid.NewGuid(), State = BackupState.Running, Attempts = 1, DueAt = own.Clock.GetUtcNow().UtcDateTime.AddMinutes(1), CreatedAt = own.Clock.GetUtcNow().UtcDateTime });
            return db.SaveChangesAsync();
        });
        await Turn(own);
        (await Runs(company)).Count(r => r.AskedBy is null).ShouldBe(1);
    }

    [Fact]
    public async Task A_store_of_files_that_is_not_there_drives_out_no_whole_package()
    {
        await using var own = TestHost.New();
        var company = await TestCompany.New(own);
        var keeper = await Keeper(company);
        await company.Change((_, db) =>
        {
            for (var i = 0; i < 20; i++) db.Add(new Attachment(Guid.CreateVersion7(), keeper.AccountId, MediaKind.Video, "video/mp4", 3, DateTime.UtcNow));
            return Task.CompletedTask;
        });
        var failed = await Ended(company, await (await keeper.Client.Post("api/v1/backups", new { })).ShouldBeMade());
        (failed.State, failed.Problem).ShouldBe((BackupState.Failed, BackupErrors.NoFiles.Text));
        (await SizeOf(company, failed.Id)).ShouldBeNull();
    }

    [Theory]
    [InlineData(TenantState.Suspended)]
    [InlineData(TenantState.ReadOnly)]
    [InlineData(TenantState.Pending)]
    public async Task A_company_that_is_not_active_is_not_backed_up_by_itself(TenantState state)
    {
        await using var own = TestHost.New();
        var company = await TestCompany.New(own);
        await Turn(own);
        await Platform(own, db => db.Companies.Where(c => c.Id == company.Id).ExecuteUpdateAsync(c => c.SetProperty(x => x.State, state)));
        own.Clock.Shift += TimeSpan.FromDays(2);
        await Turn(own);
        (await Runs(company)).ShouldBeEmpty();
    }

    [Fact]
    public async Task What_the_plan_no_longer_keeps_goes_with_its_file()
    {
        await using var own = TestHost.New();
        var company = await TestCompany.New(own);
        var keeper = await Keeper(company);
        (await keeper.Client.PutAsJsonAsync("api/v1/backups/plan", new { version = 0, hour = 5, keepNewest = 2, keepMonths = 0 })).EnsureSuccessStatusCode();
        var nightly = await Insert(company, BackupState.Waiting, own.Clock.GetUtcNow().UtcDateTime);
        await Finish(own);
        await Ended(company, nightly);
        List<Guid> made = [];
        for (var night = 0; night < 4; night++)
        {
            made.Add(await (await keeper.Client.Post("api/v1/backups", new { })).ShouldBeMade());
            (await Ended(company, made[^1])).State.ShouldBe(BackupState.Done);
            own.Clock.Shift += TimeSpan.FromDays(1);
        }
        // Those that were asked for never drive out the plan's own.
        await Until(async () => (await Runs(company)).Count == 3);
        (await Runs(company)).Select(r => r.Id).ShouldBe([nightly, .. made[2..]], ignoreOrder: true);
        foreach (var gone in made[..2]) (await SizeOf(company, gone)).ShouldBeNull();
        foreach (var kept in made[2..]) (await SizeOf(company, kept)).ShouldNotBeNull();
    }

    [Theory]
    [InlineData(24, 7, 6)]
    [InlineData(-1, 7, 6)]
    [InlineData(2, 0, 6)]
    [InlineData(2, 7, 37)]
    public async Task A_plan_that_is_none_is_refused(int hour, int keepNewest, int keepMonths)
    {
        var company = await TestCompany.New();
        var keeper = await Keeper(company);
        await (await keeper.Client.PutAsJsonAsync("api/v1/backups/plan", new { version = 0, hour, keepNewest, keepMonths })).ShouldBeProblem(400, "backups/plan");
        (await Platform(company.Host, db => db.BackupPlans.AnyAsync(p => p.CompanyId == company.Id))).ShouldBeFalse();
    }

    [Fact]
    public async Task The_second_of_two_who_change_the_plan_is_told_and_the_page_says_the_next_time()
    {
        var company = await TestCompany.New();
        var keeper = await Keeper(company);
        (await keeper.Client.PutAsJsonAsync("api/v1/backups/plan", new { version = 0, hour = 3, keepNewest = 10, keepMonths = 12 })).EnsureSuccessStatusCode();
        await (await keeper.Client.PutAsJsonAsync("api/v1/backups/plan", new { version = 0, hour = 4, keepNewest = 1, keepMonths = 0 })).ShouldBeProblem(409, "stale");
        (await keeper.Client.GetJson("api/v1/backups/plan")).GetProperty("hour").GetInt32().ShouldBe(3);
        (await keeper.Page("settings/backups")).ShouldContain("下一次：");
    }

    [Fact]
    public async Task Without_an_installation_key_nothing_is_written_and_the_page_says_what_to_set()
    {
        await using var own = TestHost.New(("Backups:Key", "too-short"));
        var company = await TestCompany.New(own);
        var keeper = await Keeper(company);
        var id = await (await keeper.Client.Post("api/v1/backups", new { })).ShouldBeMade();
        (await Ended(company, id)).State.ShouldBe(BackupState.Failed);
        (await keeper.Page("settings/backups")).ShouldContain("没有设置备份密钥");
        (await SizeOf(company, id)).ShouldBeNull();
    }

    [Fact]
    public async Task In_a_blob_store_packages_lie_apart_and_are_made_proven_restored_and_erased()
    {
        if (TestServices.Missing("Azurite", TestServices.Azurite) is { } why) Assert.Skip(why);
        var name = Guid.NewGuid().ToString("N")[..20];
        await using var own = TestHost.New(("Files:Azure", TestServices.Azurite!), ("Files:Container", "f" + name), ("Backups:Container", "b" + name));
        var company = await Seeds.NewFull(own);
        var keeper = await Keeper(company);
        var done = await Ended(company, await (await keeper.Client.Post("api/v1/backups", new { })).ShouldBeMade());
        (done.State, done.Problem, done.Files).ShouldBe((BackupState.Done, null, 2));

        await On(own, async p =>
        {
            (await p.Verify((await p.Open(company.Slug, null, default))!, _ => { }, default)).Error.ShouldBeNull();
            (await p.Restore((await p.Open(company.Slug, null, default))!, "azure-copy", null, _ => { }, default)).Error.ShouldBeNull();
            (await p.Erase("azure-copy", _ => { }, default)).Value.Files.ShouldBe(2);
        });
        await Platform(own, db => db.Companies.Where(c => c.Id == company.Id).ExecuteUpdateAsync(c => c.SetProperty(x => x.State, TenantState.Suspended)));
        await On(own, async p => (await p.Erase(company.Slug, _ => { }, default)).Error.ShouldBeNull());
        foreach (var container in new[] { "f" + name, "b" + name })
            await foreach (var blob in new Azure.Storage.Blobs.BlobContainerClient(TestServices.Azurite, container).GetBlobsAsync()) blob.Name.ShouldBeNull();
    }

    static Task<TestPerson> Keeper(TestCompany company) => company.Person("管家", ("backups.manage", DataScope.All));

    static async Task<Guid> Insert(TestCompany company, BackupState state, DateTime dueAt, int attempts = 1)
    {
        var run = new BackupRun { CompanyId = company.Id, State = state, DueAt = dueAt, Attempts = attempts, CreatedAt = dueAt };
        await Platform(company.Host, db =>
        {
            db.BackupRuns.Add(run);
            return db.SaveChangesAsync();
        });
        return run.Id;
    }

    static async Task Turn(TestHost host)
    {
        await using var scope = host.Services.CreateAsyncScope();
        await scope.ServiceProvider.GetRequiredService<DuePlans>().Turn(default);
    }

    static async Task Finish(TestHost host)
    {
        while (await host.Services.GetRequiredService<RunBackup>().Next(default)) { }
    }

    static Task<List<BackupRun>> Runs(TestCompany company) => Platform(company.Host, db => db.BackupRuns.AsNoTracking().Where(r => r.CompanyId == company.Id).ToListAsync());

    static async Task<BackupRun> Ended(TestCompany company, Guid id)
    {
        BackupRun? run = null;
        await Until(async () => (run = (await Runs(company)).Single(r => r.Id == id)).FinishedAt is not null);
        return run!;
    }

    static async Task Until(Func<Task<bool>> reached)
    {
        for (var tries = 0; tries < 300; tries++)
        {
            if (await reached()) return;
            await Task.Delay(100);
        }
        throw new TimeoutException("It did not come to that within 30 s.");
    }

    static Task<long?> SizeOf(TestCompany company, Guid run) => company.In(async s =>
    {
        await using var stored = await s.GetRequiredKeyedService<IBlobContainer>(BlobStores.Backups).Open(RunBackup.BlobOf(run, 1));
        return stored?.Length;
    });

    static async Task On(TestHost host, Func<IPackages, Task> work)
    {
        await using var scope = host.Services.CreateAsyncScope();
        await work(scope.ServiceProvider.GetRequiredService<IPackages>());
    }

    static async Task<T> Platform<T>(TestHost host, Func<HostDb, Task<T>> work)
    {
        await using var scope = host.Services.CreateAsyncScope();
        return await work(scope.ServiceProvider.GetRequiredService<HostDb>());
    }
}
