using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Platform.Events;
using Platform.Tenancy;

namespace Data.Tests;

public sealed class OutboxTests
{
    public static TheoryData<DatabaseProvider> Databases => Lab.Databases;

    [Theory, MemberData(nameof(Databases))]
    public async Task An_event_is_written_with_its_cause_or_not_at_all(DatabaseProvider provider)
    {
        await using var lab = await Lab.On(provider);
        var company = await lab.NewCompany();

        await lab.In(company, async db =>
        {
            await using var transaction = await db.Database.BeginTransactionAsync();
            db.Publish(new BookLent("王芳"));
            await db.SaveChangesAsync();
            await transaction.RollbackAsync();
        });
        await lab.NewWorker().Turn(company, default);

        lab.Desk.Called.ShouldBeEmpty();
        (await Waiting(lab, company)).ShouldBeEmpty();
    }

    [Theory, MemberData(nameof(Databases))]
    public async Task A_row_and_a_message_about_it_tell_the_same_instant(DatabaseProvider provider)
    {
        await using var lab = await Lab.On(provider);
        var company = await lab.NewCompany();
        // A tenth of a microsecond more than PostgreSQL can keep.
        var at = new DateTime(2026, 11, 24, 8, 0, 0, DateTimeKind.Utc).AddTicks(12_345_677);

        await lab.In(company, async db =>
        {
            db.Publish(new BookLent("王芳", at), dueAt: at);
            await db.SaveChangesAsync();
        });

        var message = await lab.In(company, db => db.Set<OutboxMessage>().AsNoTracking().SingleAsync());
        System.Text.Json.JsonSerializer.Deserialize<BookLent>(message.Payload, Platform.Time.Instants.Json)!.Back.ShouldBe(message.DueAt);
    }

    [Theory, MemberData(nameof(Databases))]
    public async Task What_a_handler_writes_happens_once_though_it_fails_afterwards(DatabaseProvider provider)
    {
        await using var lab = await Lab.On(provider);
        var company = await lab.NewCompany();
        var worker = lab.NewWorker();
        lab.Desk.AfterSaving = (_, _) => lab.Desk.Called.Count < 4 ? throw new InvalidOperationException("The desk is closed.") : Task.CompletedTask;
        await lab.Lend(company, "王芳");

        for (var turn = 0; turn < 6; turn++)
        {
            await worker.Turn(company, default);
            lab.Clock.Pass(TimeSpan.FromMinutes(1));
        }

        lab.Desk.Called.Count.ShouldBe(4);
        (await lab.In(company, db => db.Set<Loan>().ToListAsync())).ShouldHaveSingleItem().Who.ShouldBe("王芳");
        (await Waiting(lab, company)).ShouldBeEmpty();
    }

    [Theory, MemberData(nameof(Databases))]
    public async Task Four_nodes_at_once_handle_every_message_once(DatabaseProvider provider)
    {
        await using var lab = await Lab.On(provider);
        var company = await lab.NewCompany();
        for (var i = 0; i < 20; i++) await lab.Lend(company, "读者" + i);

        await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(() => lab.NewWorker().Turn(company, default))));

        (await lab.In(company, db => db.Set<Loan>().Select(l => l.Who).ToListAsync())).ShouldBe(Enumerable.Range(0, 20).Select(i => "读者" + i), ignoreOrder: true);
        lab.Desk.Called.Count.ShouldBe(20);
        (await Waiting(lab, company)).ShouldBeEmpty();
    }

    [Theory, MemberData(nameof(Databases))]
    public async Task A_failure_waits_longer_each_time_and_is_parked_after_eight(DatabaseProvider provider)
    {
        await using var lab = await Lab.On(provider);
        var company = await lab.NewCompany();
        var worker = lab.NewWorker();
        lab.Desk.AfterSaving = (_, _) => throw new InvalidOperationException("电话 13900000000");
        await lab.Lend(company, "王芳");

        for (var attempt = 1; attempt <= OutboxMessage.MaxAttempts; attempt++)
        {
            await worker.Turn(company, default);
            await worker.Turn(company, default);
            var message = (await Waiting(lab, company)).ShouldHaveSingleItem();
            message.Attempts.ShouldBe(attempt);
            message.DueAt.ShouldBe(lab.Clock.Now + TimeSpan.FromSeconds(Math.Pow(2, attempt)));
            lab.Clock.Pass(TimeSpan.FromSeconds(Math.Pow(2, attempt)));
        }
        lab.Clock.Pass(TimeSpan.FromDays(1));
        await worker.Turn(company, default);

        var parked = (await Waiting(lab, company)).ShouldHaveSingleItem();
        parked.ParkedAt.ShouldNotBeNull();
        parked.LastError.ShouldBe(typeof(InvalidOperationException).FullName);
        lab.Desk.Called.Count.ShouldBe(OutboxMessage.MaxAttempts);
        (await lab.In(company, db => db.Set<Loan>().CountAsync())).ShouldBe(0);
    }

    [Fact]
    public void Waiting_never_takes_longer_than_ten_minutes() => Enumerable.Range(1, 60).Max(OutboxMessage.BackOff).ShouldBe(TimeSpan.FromMinutes(10));

    [Theory, MemberData(nameof(Databases))]
    public async Task A_message_is_not_handled_before_it_is_due(DatabaseProvider provider)
    {
        await using var lab = await Lab.On(provider);
        var company = await lab.NewCompany();
        var worker = lab.NewWorker();
        await lab.Lend(company, "王芳", lab.Clock.Now.AddHours(1));

        await worker.Turn(company, default);
        lab.Desk.Called.ShouldBeEmpty();
        lab.Clock.Pass(TimeSpan.FromHours(1));
        await worker.Turn(company, default);

        lab.Desk.Called.ShouldHaveSingleItem();
    }

    [Theory, MemberData(nameof(Databases))]
    public async Task A_message_of_a_node_that_died_goes_to_the_next_after_its_lease(DatabaseProvider provider)
    {
        await using var lab = await Lab.On(provider);
        var company = await lab.NewCompany();
        using var death = new CancellationTokenSource();
        lab.Desk.AfterSaving = async (_, stop) =>
        {
            await death.CancelAsync();
            stop.ThrowIfCancellationRequested();
        };
        await lab.Lend(company, "王芳");
        await Should.ThrowAsync<OperationCanceledException>(() => lab.NewWorker().Turn(company, death.Token));
        lab.Desk.AfterSaving = (_, _) => Task.CompletedTask;
        var next = lab.NewWorker();

        await next.Turn(company, default);
        lab.Desk.Called.Count.ShouldBe(1);
        lab.Clock.Pass(TimeSpan.FromSeconds(61));
        await next.Turn(company, default);

        lab.Desk.Called.Count.ShouldBe(2);
        (await lab.In(company, db => db.Set<Loan>().CountAsync())).ShouldBe(1);
    }

    [Theory, MemberData(nameof(Databases))]
    public async Task A_poisoned_message_does_not_hold_up_the_ones_behind_it(DatabaseProvider provider)
    {
        await using var lab = await Lab.On(provider);
        var company = await lab.NewCompany();
        lab.Desk.AfterSaving = (lent, _) => lent.Who == "毒" ? throw new InvalidOperationException("Always.") : Task.CompletedTask;
        foreach (var who in new[] { "毒", "王芳", "毒", "李强" }) await lab.Lend(company, who);

        await lab.NewWorker().Turn(company, default);

        (await lab.In(company, db => db.Set<Loan>().Select(l => l.Who).ToListAsync())).ShouldBe(["王芳", "李强"], ignoreOrder: true);
        (await Waiting(lab, company)).Count.ShouldBe(2);
    }

    [Theory, MemberData(nameof(Databases))]
    public async Task The_flood_and_poison_of_some_companies_do_not_hold_up_another(DatabaseProvider provider)
    {
        await using var lab = await Lab.On(provider);
        var flooded = new[] { await lab.NewCompany(), await lab.NewCompany(), await lab.NewCompany() };
        var patient = await lab.NewCompany();
        lab.Desk.AfterSaving = (lent, _) => lent.Who == "毒" ? throw new InvalidOperationException("Always.") : Task.CompletedTask;
        foreach (var company in flooded)
            await lab.In(company, async db =>
            {
                for (var i = 0; i < 80; i++) db.Publish(new BookLent(i % 4 == 0 ? "毒" : "洪水"));
                await db.SaveChangesAsync();
            });
        await lab.Lend(patient, "王芳");
        using var worker = lab.NewWorker();

        await worker.StartAsync(default);
        await Until(() => lab.Desk.Called.Contains("王芳"));
        await Until(() => lab.Desk.Called.Count(w => w == "洪水") == 180);
        await worker.StopAsync(default);

        // One turn of every flooded company may come before, and what the second worker does meanwhile.
        lab.Desk.Called.ToList().IndexOf("王芳").ShouldBeLessThan(110);
        (await lab.In(patient, db => db.Set<Loan>().CountAsync())).ShouldBe(1);
    }

    [Theory, MemberData(nameof(Databases))]
    public async Task A_running_worker_is_woken_by_a_save(DatabaseProvider provider)
    {
        await using var lab = await Lab.On(provider);
        var company = await lab.NewCompany();
        using var worker = lab.NewWorker();
        await worker.StartAsync(default);

        await lab.Lend(company, "王芳");
        await Until(() => !lab.Desk.Called.IsEmpty);

        await worker.StopAsync(default);
    }

    [Theory, MemberData(nameof(Databases))]
    public async Task Messages_of_a_suspended_company_wait_until_it_is_served_again(DatabaseProvider provider)
    {
        await using var lab = await Lab.On(provider);
        var company = await lab.NewCompany();
        await lab.Lend(company, "王芳");
        await SetState(lab, company, TenantState.Suspended);
        await lab.NewWorker().Turn(company, default);
        lab.Desk.Called.ShouldBeEmpty();

        await SetState(lab, company, TenantState.Active);
        await lab.NewWorker().Turn(company, default);

        lab.Desk.Called.ShouldHaveSingleItem();
    }

    static async Task SetState(Lab lab, Guid company, TenantState state)
    {
        await using var scope = lab.Services.CreateAsyncScope();
        var host = scope.ServiceProvider.GetRequiredService<HostDb>();
        (await host.Companies.SingleAsync(c => c.Id == company)).State = state;
        await host.SaveChangesAsync();
        lab.Clock.Pass(Platform.Nodes.TenantCache.Lifetime + TimeSpan.FromSeconds(1));
    }

    static Task<List<OutboxMessage>> Waiting(Lab lab, Guid company) => lab.In(company, db => db.Set<OutboxMessage>().AsNoTracking().ToListAsync());

    static async Task Until(Func<bool> reached)
    {
        for (var i = 0; i < 600 && !reached(); i++) await Task.Delay(50);
        reached().ShouldBeTrue("It did not happen within 30 s.");
    }
}
