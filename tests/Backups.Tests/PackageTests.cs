using System.IO.Compression;
using System.Text;
using Backups.Contracts;
using Backups.Package;
using Data;
using Data.Packages;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Platform;
using Platform.Access;
using Platform.Attachments;
using Platform.Blobs;
using Platform.Nodes;
using Platform.Tenancy;

namespace Backups.Tests;

/// <summary>A company in a package and out again.</summary>
public sealed class PackageTests
{
    static int copies;

    public static TheoryData<DatabaseProvider> Databases => [DatabaseProvider.Sqlite, DatabaseProvider.PostgreSql];

    [Theory]
    [MemberData(nameof(Databases))]
    public async Task A_company_with_rows_of_every_kind_comes_back_row_for_row_and_file_for_file(DatabaseProvider provider)
    {
        var company = await Full(provider);
        var package = await Write(company);

        var slug = Fresh();
        var read = (await On(company.Host, p => p.Restore(new MemoryStream(package), slug, null, _ => { }, default))).Value;
        read.Rows.ShouldBeGreaterThan(100);
        read.Files.ShouldBe(4);

        var copy = await Copy(company.Host, slug);
        var again = await Facts(copy);
        again.Tables.ShouldBe(read.Tables);
        (await copy.In(async s => await Bytes(s, Attachment.BlobOf(photo)))).ShouldBe("the photo");
        copy.Info.State.ShouldBe(TenantState.ReadOnly);
    }

    [Fact]
    public async Task Rows_of_one_database_are_the_same_in_the_other()
    {
        var (from, to) = (await Full(DatabaseProvider.Sqlite), await TestCompany.New(Host(DatabaseProvider.PostgreSql)));
        await from.Read(async sqlite =>
        {
            await using var reading = await CompanyRows.OpenToRead(sqlite, default);
            return await to.Read(async postgres =>
            {
                await using var writing = await CompanyRows.OpenToWrite(postgres, default);
                PackedTable.Of(postgres).Select(t => t.Name).ShouldBe(PackedTable.Of(sqlite).Select(t => t.Name));
                foreach (var (there, here) in PackedTable.Of(sqlite).Zip(PackedTable.Of(postgres)))
                {
                    using var lines = new MemoryStream();
                    var read = await reading.Read(there, lines, _ => { }, default);
                    lines.Position = 0;
                    (await writing.Write(here, lines, _ => { }, default)).ShouldBe(read);
                    using var again = new MemoryStream();
                    (await writing.Read(here, again, _ => { }, default)).ShouldBe(read, here.Name);
                }
                return true;
            });
        });
    }

    [Fact]
    public async Task Every_table_is_packed_or_left_out_and_every_packed_one_is_tried_here()
    {
        var company = await Full(DatabaseProvider.Sqlite);
        var facts = await Facts(company);
        facts.Tables.Where(t => t.Rows == 0).Select(t => t.Name).ShouldBeEmpty();
        var (all, left) = await company.Read(db => Task.FromResult((db.Model.GetEntityTypes().Select(e => e.GetTableName()!).Order(StringComparer.Ordinal).ToList(), PackedTable.LeftOut(db))));
        facts.Tables.Select(t => t.Name).Concat(left).Order(StringComparer.Ordinal).ShouldBe(all);
        left.ShouldBe(["estates_import_draft", "notices_delivery", "platform_export", "platform_once_key", "platform_outbox"]);
    }

    [Theory]
    [MemberData(nameof(Databases))]
    public async Task A_package_is_of_one_moment_and_nobody_waits_for_it(DatabaseProvider provider)
    {
        var company = await TestCompany.New(Host(provider));
        await Role("before");
        await company.Read(async db =>
        {
            await using var rows = await CompanyRows.OpenToRead(db, default);
            var table = PackedTable.Of(db).Single(t => t.Name == "platform_role");
            (await rows.Read(table, Stream.Null, _ => { }, default)).Count.ShouldBe(1);
            await Role("meanwhile");
            (await rows.Read(table, Stream.Null, _ => { }, default)).Count.ShouldBe(1);
            return true;
        });
        (await company.Read(db => db.Set<Role>().CountAsync())).ShouldBe(2);

        Task Role(string key) => company.Change((_, db) =>
        {
            db.Add(new Role(key, key));
            return Task.CompletedTask;
        });
    }

    [Fact]
    public async Task A_sealed_package_shows_nothing_and_an_open_one_everything_of_this_company_and_no_other()
    {
        var (ours, theirs) = (await Full(DatabaseProvider.Sqlite), await Full(DatabaseProvider.Sqlite));
        var canary = Seeds.CanaryOf(ours);
        Encoding.UTF8.GetString(await Write(ours)).ShouldNotContain(canary);

        var text = new StringBuilder();
        using var zip = new ZipArchive(new MemoryStream(await Write(ours, open: true)));
        foreach (var entry in zip.Entries)
        {
            using var content = new StreamReader(entry.Open());
            text.Append(await content.ReadToEndAsync());
        }
        text.ToString().ShouldContain(canary);
        text.ToString().ShouldNotContain(Seeds.CanaryOf(theirs));
        text.ToString().ShouldNotContain(theirs.Id.ToString());
    }

    [Theory]
    [InlineData("rows/platform_role.ndjson")]
    [InlineData("manifest.json")]
    [InlineData("manifest.sig")]
    [InlineData("files/attachments/")]
    [InlineData("../evil")]
    public async Task What_was_changed_in_an_open_package_is_found_and_nothing_of_it_is_left_behind(string prefix)
    {
        var company = await Full(DatabaseProvider.Sqlite);
        var forged = Change(await Write(company, open: true), prefix);

        (await On(company.Host, p => p.Verify(new MemoryStream(forged), _ => { }, default))).Error!.Code.ShouldBe("backups/changed");
        var slug = Fresh();
        (await On(company.Host, p => p.Restore(new MemoryStream(forged), slug, null, _ => { }, default))).Error!.Code.ShouldBe("backups/changed");
        await NothingOf(company.Host, slug);
    }

    [Fact]
    public async Task What_breaks_off_in_the_middle_leaves_nothing_behind_and_can_be_begun_again()
    {
        var company = await Full(DatabaseProvider.Sqlite);
        var package = await Write(company);
        var slug = Fresh();
        using var stop = new CancellationTokenSource();
        await Should.ThrowAsync<OperationCanceledException>(() => On(company.Host, p => p.Restore(new MemoryStream(package), slug, null, rows => { if (rows > 50) stop.Cancel(); }, stop.Token)));
        await NothingOf(company.Host, slug);
        (await On(company.Host, p => p.Restore(new MemoryStream(package), slug, null, _ => { }, default))).Error.ShouldBeNull();
    }

    [Fact]
    public async Task What_is_no_package_or_has_no_key_or_another_installations_is_refused_in_words()
    {
        var company = await Full(DatabaseProvider.Sqlite);
        foreach (var none in new[] { [], "PK"u8.ToArray(), new byte[1000], Encoding.UTF8.GetBytes("LINLIPK1") })
            (await On(company.Host, p => p.Verify(new MemoryStream(none), _ => { }, default))).Error!.Code.ShouldBe("backups/not-a-package");
        var package = await Write(company);
        (await On(company.Host, p => p.Verify(new MemoryStream(package[..^20]), _ => { }, default))).Error!.Code.ShouldBe("backups/not-a-package");

        await Platform(company.Host, db => db.CompanyKeys.Where(k => k.CompanyId == company.Id).ExecuteDeleteAsync());
        (await On(company.Host, p => p.Verify(new MemoryStream(package), _ => { }, default))).Error!.Code.ShouldBe("backups/key-destroyed");
    }

    [Fact]
    public async Task A_copy_can_be_looked_into_by_its_keepers_and_changed_by_nobody()
    {
        var company = await TestCompany.New(Host(DatabaseProvider.Sqlite));
        var keeper = await company.Person("管家", ("backups.manage", DataScope.All), ("company.roles", DataScope.All));
        var other = await company.Person("别人", ("company.roles", DataScope.All));
        var former = await company.Person("前管家", ("backups.manage", DataScope.All), ("company.roles", DataScope.All));
        var slug = Fresh();
        var package = await Write(company);
        await company.Change(async (_, db) => (await db.Set<Member>().SingleAsync(m => m.AccountId == former.AccountId)).Suspend());
        (await On(company.Host, async p => await p.Restore(new MemoryStream(package), slug, "副本", _ => { }, default))).Error.ShouldBeNull();

        var copy = await Copy(company.Host, slug);
        (await keeper.At(copy).GetJson("api/v1/roles")).GetArrayLength().ShouldBe(3);
        // Who has left since is still there by the copy's own rows.
        (await former.At(copy).GetAsync("api/v1/roles")).StatusCode.ShouldBe(System.Net.HttpStatusCode.Forbidden);
        await (await keeper.At(copy).Post("api/v1/roles", new { name = "新角色" })).ShouldBeProblem(409, "company-read-only");
        (await copy.Read(db => db.Set<Role>().CountAsync())).ShouldBe(3);
        (await Platform(company.Host, db => db.Memberships.Where(m => m.CompanyId == copy.Id).Select(m => m.AccountId).ToListAsync())).ShouldBe([keeper.AccountId]);
        (await other.Client.GetJson("api/v1/roles")).GetArrayLength().ShouldBe(3);
        (await other.At(copy).GetAsync("api/v1/roles")).StatusCode.ShouldBe(System.Net.HttpStatusCode.Forbidden);
    }

    [Theory]
    [InlineData("cuihu ", "backups/slug")]
    [InlineData("platform", "backups/slug")]
    [InlineData(null, "backups/slug-taken")]
    public async Task A_short_name_that_is_none_or_taken_is_refused(string? slug, string code)
    {
        var company = await TestCompany.New(Host(DatabaseProvider.Sqlite));
        var package = await Write(company);
        (await On(company.Host, p => p.Restore(new MemoryStream(package), slug ?? company.Slug, null, _ => { }, default))).Error!.Code.ShouldBe(code);
    }

    [Theory]
    [MemberData(nameof(Databases))]
    public async Task What_is_erased_is_nowhere_and_the_neighbours_are_as_they_were(DatabaseProvider provider)
    {
        var (gone, neighbour) = (await Full(provider), await Full(provider));
        var (package, before) = (await Write(gone), await Facts(neighbour));
        await SetState(gone, TenantState.Active);
        (await On(gone.Host, p => p.Erase(gone.Slug, _ => { }, default))).Error!.Code.ShouldBe("backups/still-served");
        (await gone.Read(db => db.Set<Member>().AnyAsync())).ShouldBeTrue();

        await gone.In(async s => { await s.GetRequiredKeyedService<IBlobContainer>(BlobStores.Backups).Save("packages/one", new MemoryStream(package)); return true; });
        await SetState(gone, TenantState.Suspended);
        // Interrupted in the middle: it may be asked again, and nothing else can be made of the company.
        using (var stop = new CancellationTokenSource()) await Should.ThrowAsync<OperationCanceledException>(() => On(gone.Host, p => p.Erase(gone.Slug, rows => { if (rows > 30) stop.Cancel(); }, stop.Token)));
        (await Platform(gone.Host, db => db.Companies.AsNoTracking().SingleAsync(c => c.Id == gone.Id))).State.ShouldBe(TenantState.Closing);
        (await On(gone.Host, p => p.Erase(gone.Slug, _ => { }, default))).Error.ShouldBeNull();

        (await RowsOf(gone.Host, gone.Id)).ShouldBeEmpty();
        foreach (var store in new[] { "files", "backups" }) Directory.EnumerateFiles(Directory.CreateDirectory(Path.Combine(gone.Host.Folder, store, gone.Id.ToString("N"))).FullName, "*", SearchOption.AllDirectories).ShouldBeEmpty();
        (await gone.Host.Anonymous.GetAsync($"{gone.Slug}/sign-in")).StatusCode.ShouldBe(System.Net.HttpStatusCode.NotFound);
        (await On(gone.Host, p => p.Verify(new MemoryStream(package), _ => { }, default))).Error!.Code.ShouldBe("backups/key-destroyed");
        (await Facts(neighbour)).Tables.ShouldBe(before.Tables);
        // Its short name stays its own, so that nobody gets what is still addressed to it.
        var other = await Write(neighbour);
        (await On(gone.Host, p => p.Restore(new MemoryStream(other), gone.Slug, null, _ => { }, default))).Error!.Code.ShouldBe("backups/slug-taken");
    }

    // Whatever names the company in any table of either database, with the tombstone left aside: the names are asked of the database, not of our model.
    static async Task<List<string>> RowsOf(TestHost host, Guid company)
    {
        List<string> found = [];
        await using var scope = host.Services.CreateAsyncScope();
        var options = scope.ServiceProvider.GetRequiredService<DatabaseOptions>().AsOwner;
        foreach (var text in new[] { options.App, options.Host }.Distinct())
        {
            await using System.Data.Common.DbConnection connection = options.Provider == DatabaseProvider.Sqlite ? new Microsoft.Data.Sqlite.SqliteConnection(text) : new Npgsql.NpgsqlConnection(text);
            await connection.OpenAsync();
            var columns = options.Provider == DatabaseProvider.Sqlite
                ? "SELECT m.name, c.name FROM sqlite_master m JOIN pragma_table_info(m.name) c WHERE m.type = 'table' AND c.name IN ('tenant_id', 'company_id')"
                : "SELECT table_name, column_name FROM information_schema.columns WHERE table_schema = 'public' AND column_name IN ('tenant_id', 'company_id')";
            foreach (var (table, column) in await Pairs(connection, columns))
            {
                await using var count = connection.CreateCommand();
                count.CommandText = $"SELECT count(*) FROM {table} WHERE upper(CAST({column} AS text)) = '{company.ToString().ToUpperInvariant()}'";
                if (Convert.ToInt64(await count.ExecuteScalarAsync(), System.Globalization.CultureInfo.InvariantCulture) is > 0 and var rows) found.Add($"{rows} in {table}");
            }
        }
        // Who ran a community when belongs to the community.
        found.RemoveAll(f => f.EndsWith(" in community_engagement", StringComparison.Ordinal));
        return found;
    }

    static async Task<List<(string, string)>> Pairs(System.Data.Common.DbConnection connection, string sql)
    {
        await using var command = connection.CreateCommand();
        command.CommandText = sql;
        await using var rows = await command.ExecuteReaderAsync();
        List<(string, string)> pairs = [];
        while (await rows.ReadAsync()) pairs.Add((rows.GetString(0), rows.GetString(1)));
        return pairs;
    }

    static async Task SetState(TestCompany company, TenantState state)
    {
        await Platform(company.Host, db => db.Companies.Where(c => c.Id == company.Id).ExecuteUpdateAsync(c => c.SetProperty(x => x.State, state)));
        await company.Host.Services.GetRequiredService<TenantCache>().Evict(Guid.Empty, "tenant:");
    }

    static readonly Guid photo = Guid.CreateVersion7();

    static string Fresh() => $"copy{Environment.ProcessId}-{Interlocked.Increment(ref copies)}";

    static TestHost Host(DatabaseProvider provider)
    {
        if (provider == DatabaseProvider.PostgreSql && TestServices.Missing("PostgreSQL", TestServices.PostgreSql) is { } why) Assert.Skip(why);
        return TestHost.On(provider);
    }

    // Rows of every kind, and a photo that is in the store.
    static async Task<TestCompany> Full(DatabaseProvider provider)
    {
        var company = await Seeds.NewFull(Host(provider));
        await company.Change(async (services, db) =>
        {
            db.Add(new Attachment(photo, Guid.NewGuid(), MediaKind.Photo, "image/jpeg", 9, DateTime.UtcNow));
            var blobs = services.GetRequiredService<IBlobContainer>();
            await blobs.Save(Attachment.BlobOf(photo), new MemoryStream("the photo"u8.ToArray()));
            await blobs.Save(Attachment.ThumbOf(photo), new MemoryStream("the thumb"u8.ToArray()));
        });
        return company;
    }

    static async Task<byte[]> Write(TestCompany company, bool open = false)
    {
        using var into = new MemoryStream();
        (await On(company.Host, p => p.Write(company.Slug, into, open, _ => { }, default))).Error.ShouldBeNull();
        return into.ToArray();
    }

    static async Task<PackageFacts> Facts(TestCompany company) => (await On(company.Host, p => p.Write(company.Slug, Stream.Null, open: true, _ => { }, default))).Value;

    static async Task<T> On<T>(TestHost host, Func<IPackages, Task<T>> work)
    {
        await using var scope = host.Services.CreateAsyncScope();
        return await work(scope.ServiceProvider.GetRequiredService<IPackages>());
    }

    static async Task<T> Platform<T>(TestHost host, Func<HostDb, Task<T>> work)
    {
        await using var scope = host.Services.CreateAsyncScope();
        return await work(scope.ServiceProvider.GetRequiredService<HostDb>());
    }

    static async Task<TestCompany> Copy(TestHost host, string slug) => TestCompany.Of(host, (await host.Services.GetRequiredService<ITenantStore>().FindBySlug(slug))!);

    static async Task<string> Bytes(IServiceProvider services, string name)
    {
        using var reader = new StreamReader((await services.GetRequiredService<IBlobContainer>().Open(name))!);
        return await reader.ReadToEndAsync();
    }

    static async Task NothingOf(TestHost host, string slug)
    {
        (await Platform(host, db => db.Companies.AnyAsync(c => c.Slug == slug))).ShouldBeFalse();
        var known = await Platform(host, db => db.Companies.Select(c => c.Id).ToListAsync());
        Directory.EnumerateDirectories(Path.Combine(host.Folder, "files")).Where(d => Guid.TryParseExact(Path.GetFileName(d), "N", out var id) && !known.Contains(id) && Directory.EnumerateFiles(d, "*", SearchOption.AllDirectories).Any()).ShouldBeEmpty();
    }

    // The same archive with one byte of one entry changed.
    static byte[] Change(byte[] package, string prefix)
    {
        using var into = new MemoryStream();
        using (var from = new ZipArchive(new MemoryStream(package)))
        using (var to = new ZipArchive(into, ZipArchiveMode.Create, leaveOpen: true))
            foreach (var entry in from.Entries)
            {
                using var content = new MemoryStream();
                using (var old = entry.Open()) old.CopyTo(content);
                var bytes = content.ToArray();
                if (entry.FullName.StartsWith(prefix, StringComparison.Ordinal)) bytes[Array.FindLastIndex(bytes, b => b is >= (byte)'0' and <= (byte)'9' or >= (byte)'a' and <= (byte)'z')] = (byte)'Z';
                using var fresh = to.CreateEntry(entry.FullName).Open();
                fresh.Write(bytes);
            }
        // A prefix that no entry has is one more file under that name.
        using (var to = new ZipArchive(into, ZipArchiveMode.Update, leaveOpen: true))
            if (!to.Entries.Any(e => e.FullName.StartsWith(prefix, StringComparison.Ordinal))) to.CreateEntry("files/" + prefix);
        return into.ToArray();
    }
}
