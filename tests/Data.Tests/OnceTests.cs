using Microsoft.EntityFrameworkCore;
using Platform;

namespace Data.Tests;

public sealed class OnceTests
{
    static readonly Guid Account = Guid.CreateVersion7();

    public static TheoryData<DatabaseProvider> Databases => Lab.Databases;

    [Theory, MemberData(nameof(Databases))]
    public async Task Sixteen_at_once_with_one_key_make_one_row(DatabaseProvider provider)
    {
        await using var lab = await Lab.On(provider);
        var company = await lab.NewCompany();

        var answers = await Task.WhenAll(Enumerable.Range(0, 16).Select(_ => Task.Run(() => Make(lab, company, "k1", "小说"))));

        answers.ShouldAllBe(a => a.Error == null);
        answers.Select(a => a.Value).Distinct().ShouldHaveSingleItem().ShouldBe((await lab.In(company, db => db.Set<Shelf>().SingleAsync())).Id);
        (await lab.In(company, db => db.Set<OnceKey>().CountAsync())).ShouldBe(1);
    }

    [Theory, MemberData(nameof(Databases))]
    public async Task A_key_used_for_something_else_is_refused(DatabaseProvider provider)
    {
        await using var lab = await Lab.On(provider);
        var company = await lab.NewCompany();
        await Make(lab, company, "k1", "小说");

        var other = await Make(lab, company, "k1", "散文");

        other.Error!.Kind.ShouldBe(ErrorKind.Rejected);
        other.Error.Code.ShouldBe("idempotency-key-reused");
        (await lab.In(company, db => db.Set<Shelf>().SingleAsync())).Name.ShouldBe("小说");
    }

    [Theory, MemberData(nameof(Databases))]
    public async Task The_same_key_means_nothing_to_another_company_or_another_person(DatabaseProvider provider)
    {
        await using var lab = await Lab.On(provider);
        var (ours, theirs) = (await lab.NewCompany(), await lab.NewCompany());

        var first = await Make(lab, ours, "k1", "小说");
        var second = await Make(lab, theirs, "k1", "散文");
        var third = await Make(lab, ours, "k1", "诗歌", Guid.CreateVersion7());

        new[] { first.Value, second.Value, third.Value }.Distinct().Count().ShouldBe(3);
        (await lab.In(theirs, db => db.Set<Shelf>().SingleAsync())).Name.ShouldBe("散文");
        (await lab.In(ours, db => db.Set<Shelf>().CountAsync())).ShouldBe(2);
    }

    [Theory, MemberData(nameof(Databases))]
    public async Task A_refused_request_leaves_its_key_free(DatabaseProvider provider)
    {
        await using var lab = await Lab.On(provider);
        var company = await lab.NewCompany();

        var refused = await lab.In(company, db => db.SaveOnce(Account, "k1", "小说", lab.Clock.Now, () => Task.FromResult<Result<Guid>>(CommonErrors.Forbidden), default));
        var made = await Make(lab, company, "k1", "小说");

        refused.Error.ShouldBe(CommonErrors.Forbidden);
        made.Error.ShouldBeNull();
        (await lab.In(company, db => db.Set<Shelf>().CountAsync())).ShouldBe(1);
    }

    [Fact]
    public async Task Without_a_key_every_request_makes_something_and_a_bad_key_makes_nothing()
    {
        await using var lab = await Lab.On(DatabaseProvider.Sqlite);
        var company = await lab.NewCompany();

        await Make(lab, company, null, "小说");
        await Make(lab, company, null, "小说");
        (await Make(lab, company, "", "小说")).Error!.Kind.ShouldBe(ErrorKind.Invalid);
        (await Make(lab, company, new string('k', 81), "小说")).Error!.Kind.ShouldBe(ErrorKind.Invalid);

        (await lab.In(company, db => db.Set<Shelf>().CountAsync())).ShouldBe(2);
    }

    static Task<Result<Guid>> Make(Lab lab, Guid company, string? key, string name, Guid? account = null) => lab.In(company, db =>
        db.SaveOnce(account ?? Account, key, new { name }, lab.Clock.Now, () =>
        {
            var shelf = new Shelf(name);
            db.Add(shelf);
            return Task.FromResult<Result<Guid>>(shelf.Id);
        }, default));
}
