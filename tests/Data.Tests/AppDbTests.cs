using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Platform.Model;
using Platform.Tenancy;

namespace Data.Tests;

public sealed class AppDbTests
{
    public static TheoryData<DatabaseProvider> Databases => Lab.Databases;

    [Theory, MemberData(nameof(Databases))]
    public async Task A_company_sees_its_own_rows_only(DatabaseProvider provider)
    {
        await using var lab = await Lab.On(provider);
        var (ours, theirs) = (await lab.NewCompany(), await lab.NewCompany());
        var shelf = await lab.NewShelf(ours, "红楼梦");

        (await lab.In(ours, db => db.Set<Book>().CountAsync())).ShouldBe(1);
        (await lab.In(theirs, db => db.Set<Book>().CountAsync())).ShouldBe(0);
        (await lab.In(theirs, db => db.Set<Shelf>().SingleOrDefaultAsync(s => s.Id == shelf.Id))).ShouldBeNull();
        (await lab.In(theirs, async db => await db.FindAsync<Shelf>(ours, shelf.Id))).ShouldBeNull();
        shelf.TenantId.ShouldBe(ours);
        shelf.Books[0].TenantId.ShouldBe(ours);
    }

    [Theory, MemberData(nameof(Databases))]
    public async Task Set_based_changes_stay_within_the_company(DatabaseProvider provider)
    {
        await using var lab = await Lab.On(provider);
        var (ours, theirs) = (await lab.NewCompany(), await lab.NewCompany());
        await lab.NewShelf(ours, "红楼梦");

        (await lab.In(theirs, db => db.Set<Book>().ExecuteUpdateAsync(b => b.SetProperty(x => x.Title, "水浒传")))).ShouldBe(0);
        (await lab.In(theirs, db => db.Set<Book>().ExecuteDeleteAsync())).ShouldBe(0);

        (await lab.In(ours, db => db.Set<Book>().SingleAsync())).Title.ShouldBe("红楼梦");
    }

    [Theory, MemberData(nameof(Databases))]
    public async Task Without_a_company_nothing_is_read_and_nothing_is_written(DatabaseProvider provider)
    {
        await using var lab = await Lab.On(provider);
        await lab.NewShelf(await lab.NewCompany(), "红楼梦");
        await using var scope = lab.Services.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<AppDb>();

        (await db.Set<Shelf>().CountAsync()).ShouldBe(0);
        db.Add(new Shelf("散文"));
        await Should.ThrowAsync<InvalidOperationException>(() => db.SaveChangesAsync());
    }

    [Theory, MemberData(nameof(Databases))]
    public async Task A_row_of_another_company_is_never_saved(DatabaseProvider provider)
    {
        await using var lab = await Lab.On(provider);
        var (ours, theirs) = (await lab.NewCompany(), await lab.NewCompany());
        var shelf = await lab.NewShelf(ours, "红楼梦");

        await lab.In(theirs, async db =>
        {
            db.Attach(shelf);
            shelf.Rename("被改了");
            await Should.ThrowAsync<InvalidOperationException>(() => db.SaveChangesAsync());
        });
        await lab.In(theirs, async db =>
        {
            db.Remove(shelf);
            await Should.ThrowAsync<InvalidOperationException>(() => db.SaveChangesAsync());
        });

        (await lab.In(ours, db => db.Set<Shelf>().SingleAsync())).Name.ShouldBe("小说");
    }

    [Theory, MemberData(nameof(Databases))]
    public async Task History_is_added_to_and_never_changed(DatabaseProvider provider)
    {
        await using var lab = await Lab.On(provider);
        var company = await lab.NewCompany();
        await lab.In(company, async db =>
        {
            db.Add(new Loan("王芳", Guid.Empty));
            await db.SaveChangesAsync();
        });

        await lab.In(company, async db =>
        {
            var loan = await db.Set<Loan>().SingleAsync();
            db.Entry(loan).Property(l => l.Who).CurrentValue = "李强";
            await Should.ThrowAsync<InvalidOperationException>(() => db.SaveChangesAsync());
        });
        await lab.In(company, async db =>
        {
            db.Remove(await db.Set<Loan>().SingleAsync());
            await Should.ThrowAsync<InvalidOperationException>(() => db.SaveChangesAsync());
        });

        (await lab.In(company, db => db.Set<Loan>().SingleAsync())).Who.ShouldBe("王芳");
    }

    [Fact]
    public async Task Saving_without_awaiting_is_refused()
    {
        await using var lab = await Lab.On(DatabaseProvider.Sqlite);

        await lab.In(await lab.NewCompany(), db =>
        {
            Should.Throw<NotSupportedException>(() => db.SaveChanges());
            return Task.CompletedTask;
        });
    }

    [Theory, MemberData(nameof(Databases))]
    public async Task Changes_of_parts_raise_the_version_of_the_whole(DatabaseProvider provider)
    {
        await using var lab = await Lab.On(provider);
        var company = await lab.NewCompany();
        await lab.NewShelf(company, "红楼梦");
        var steps = new Action<Shelf>[] { s => s.Put("西游记"), s => s.Retitle("西游记", "水浒传"), s => s.Take("红楼梦"), s => s.Rename("古典"), s => { s.Rename("名著"); s.Put("三国演义"); } };

        foreach (var (step, version) in steps.Select((s, i) => (s, i + 2)))
        {
            await Change(lab, company, step);
            (await Stored(lab, company)).Version.ShouldBe(version);
        }
        await Change(lab, company, _ => { });

        var shelf = await Stored(lab, company);
        shelf.Version.ShouldBe(6);
        shelf.Books.Select(b => b.Title).ShouldBe(["水浒传", "三国演义"], ignoreOrder: true);
    }

    [Theory, MemberData(nameof(Databases))]
    public async Task Several_saves_of_one_context_go_on_counting(DatabaseProvider provider)
    {
        await using var lab = await Lab.On(provider);
        var company = await lab.NewCompany();
        await lab.NewShelf(company);

        await lab.In(company, async db =>
        {
            var shelf = await db.Set<Shelf>().Include(s => s.Books).SingleAsync();
            shelf.Put("红楼梦");
            await db.SaveChangesAsync();
            shelf.Put("西游记");
            await db.SaveChangesAsync();
            shelf.Rename("名著");
            await db.SaveChangesAsync();
        });

        (await Stored(lab, company)).Version.ShouldBe(4);
    }

    [Theory, MemberData(nameof(Databases))]
    public async Task The_second_of_two_writers_gets_a_conflict(DatabaseProvider provider)
    {
        await using var lab = await Lab.On(provider);
        var company = await lab.NewCompany();
        await lab.NewShelf(company, "红楼梦");
        var changes = new Action<Shelf>[] { s => s.Rename("名著"), s => s.Put("西游记"), s => s.Retitle("红楼梦", "石头记"), s => s.Take("红楼梦") };

        foreach (var late in changes)
        {
            await lab.In(company, async db =>
            {
                var shelf = await db.Set<Shelf>().Include(s => s.Books).SingleAsync();
                await Change(lab, company, s => s.Put("先到的"));
                late(shelf);
                await Should.ThrowAsync<DbUpdateConcurrencyException>(() => db.SaveChangesAsync());
            });
        }

        var stored = await Stored(lab, company);
        stored.Name.ShouldBe("小说");
        stored.Books.Select(b => b.Title).ShouldBe(["红楼梦", "先到的", "先到的", "先到的", "先到的"], ignoreOrder: true);
    }

    [Theory, MemberData(nameof(Databases))]
    public async Task Parts_go_with_the_whole(DatabaseProvider provider)
    {
        await using var lab = await Lab.On(provider);
        var company = await lab.NewCompany();
        await lab.NewShelf(company, "红楼梦", "西游记");

        await lab.In(company, async db =>
        {
            db.Remove(await db.Set<Shelf>().SingleAsync());
            await db.SaveChangesAsync();
        });

        (await lab.In(company, db => db.Set<Book>().CountAsync())).ShouldBe(0);
    }

    [Theory, MemberData(nameof(Databases))]
    public async Task A_company_that_is_not_served_is_not_opened(DatabaseProvider provider)
    {
        await using var lab = await Lab.On(provider);
        var company = await lab.NewCompany(TenantState.Suspended);
        var scopes = lab.Services.GetRequiredService<ITenantScopeFactory>();

        await Should.ThrowAsync<TenantNotActiveException>(async () => await scopes.Open(company));
        await Should.ThrowAsync<InvalidOperationException>(async () => await scopes.Open(Guid.NewGuid()));
        await (await scopes.Open(company, evenIfNotActive: true)).DisposeAsync();
    }

    static Task Change(Lab lab, Guid company, Action<Shelf> change) => lab.In(company, async db =>
    {
        change(await db.Set<Shelf>().Include(s => s.Books).SingleAsync());
        await db.SaveChangesAsync();
    });

    static Task<Shelf> Stored(Lab lab, Guid company) => lab.In(company, db => db.Set<Shelf>().AsNoTracking().Include(s => s.Books).SingleAsync());
}
