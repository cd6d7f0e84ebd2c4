using System.Text.Json.Nodes;
using Data;
using Estates.Contracts;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Platform.Access;
using Platform.Attachments;
using Platform.Exports;
using Platform.Notices;
using Staff.Contracts;
using Tenants.Contracts;
using Tickets.Contracts;

namespace Testing;

/// <summary>Rows of every kind for a company. A module that keeps something new adds what fills it.</summary>
public static class Seeds
{
    /// <summary>Each fills some tables of a fresh company, in this order.</summary>
    public static IList<Func<TestCompany, Task>> All { get; } = [CompanyFile, Chains, Business, PlatformRows, LooseEnds];

    /// <summary>A word that stands in many of the company's rows and nowhere else.</summary>
    public static string CanaryOf(TestCompany company) => "canary-" + company.Slug + "-end";

    /// <summary>A company with rows of every kind.</summary>
    public static async Task<TestCompany> NewFull(TestHost host)
    {
        var company = await TestCompany.New(host);
        foreach (var seed in All) await seed(company);
        return company;
    }

    static async Task CompanyFile(TestCompany company)
    {
        var folder = Path.Combine(AppContext.BaseDirectory, "tenants");
        var file = Directory.EnumerateFiles(folder, "*.json").Order(StringComparer.Ordinal).First(f => Path.GetFileName(f)[0] != '_' && !f.EndsWith(".schema.json", StringComparison.Ordinal));
        var json = JsonNode.Parse(await File.ReadAllTextAsync(file))!;
        json["slug"] = company.Slug;
        json["name"] = CanaryOf(company);
        await using var scope = company.Host.Services.CreateAsyncScope();
        var applied = await scope.ServiceProvider.GetRequiredService<ICompanyFiles>().Apply(json.ToJsonString());
        if (applied.Error is { } wrong) throw new InvalidOperationException(wrong.Message);
    }

    // Before there is anything that would begin it by itself.
    static Task Chains(TestCompany company) => company.Change((services, _) => services.GetRequiredService<Notices.Pruning.PruneSchedule>().Begin(default));

    static async Task Business(TestCompany company)
    {
        var canary = CanaryOf(company);
        var resident = await company.Person(canary);
        var technician = await company.Person(canary);
        await company.In(async services =>
        {
            var estate = await services.GetRequiredService<IEstatesDemo>().Build(new DemoCommunity(canary, canary, "021-5555 0000", new DateOnly(2020, 1, 1), 2, 2, 3, 2, 0.9, 7,
                random => new DemoPerson(canary, "137" + random.Next(10_000_000, 99_999_999)), [new Estates.Contracts.DemoAccount(resident.AccountId, canary, resident.Phone, 1)]));
            var skill = await services.GetRequiredService<AppDb>().Set<Staff.Skills.Skill>().OrderBy(s => s.Id).Select(s => s.Key).FirstAsync();
            var hired = await services.GetRequiredService<IStaffDemo>().Hire(new NewStaff(canary, technician.Phone, "field", "工程部", "技工")
            {
                FieldWork = true,
                OnDuty = true,
                Bio = canary,
                Skills = [new(skill, 3, canary)],
                Areas = [(estate.CommunityId, null), (estate.CommunityId, estate.Buildings[0])],
                Shifts = [new([DayOfWeek.Monday, DayOfWeek.Friday], new(8, 0), new(18, 0))],
            });
            if (hired.Error is { } wrong) throw new InvalidOperationException(wrong.Message);
            var reporters = estate.Units.SelectMany(u => u.People.Select(p => new DemoReporter(p.AccountId, p.Name, p.Phone, u.Id))).ToList();
            await services.GetRequiredService<ITicketsDemo>().Make(new DemoTickets(7, 40, 30, reporters, estate.PublicPlaces, [new(hired.Value, technician.AccountId, canary, [skill], [estate.CommunityId])]));
            return 0;
        });
    }

    static async Task PlatformRows(TestCompany company)
    {
        var canary = CanaryOf(company);
        await company.Change(async (services, db) =>
        {
            var account = await db.Set<Member>().Select(m => m.AccountId).FirstAsync();
            var attachment = new Attachment(Guid.CreateVersion7(), account, MediaKind.Photo, "image/jpeg", 3, DateTime.UtcNow);
            var blobs = services.GetRequiredService<Platform.Blobs.IBlobContainer>();
            foreach (var name in new[] { attachment.BlobName, attachment.ThumbName })
            {
                using var content = new MemoryStream(System.Text.Encoding.UTF8.GetBytes(canary));
                await blobs.Save(name, content, default);
            }
            db.Add(attachment);
            var notice = new Notice(account, Guid.CreateVersion7(), new("tickets.done", canary), "me", canary, "[]", DateTime.UtcNow);
            // Done with, so that no worker touches it.
            var delivery = new Notices.Sending.NoticeDelivery(account, notice.Source, notice.Id, default, notice.Kind, urgent: false, DateTime.UtcNow, DateTime.UtcNow) { State = Notices.Sending.DeliveryState.Failed, NextAt = null, LastError = canary };
            db.AddRange(notice, delivery, new Notices.Wishes.NoticeWishes(account));
            db.Add(new OnceKey(account, canary, "x", attachment.Id, DateTime.UtcNow));
            await AddExport(services, db, account, canary);
        });
        await company.Host.Services.GetRequiredService<Numbers>().Next(company.Id, "SEED", new DateOnly(2026, 1, 1), default);
    }

    // Done and fetched by somebody, so that no worker touches it.
    static async Task AddExport(IServiceProvider services, AppDb db, Guid account, string canary)
    {
        var kind = services.GetServices<IExportKind>().First();
        var export = new Export(account, kind, "{}", canary, "zh-CN", 1, DateTime.UtcNow) { State = ExportState.Done, Slot = null, DueAt = null, Runs = 1, FinishedAt = DateTime.UtcNow, ExpiresAt = DateTime.UtcNow + Export.Kept };
        using var content = new MemoryStream(System.Text.Encoding.UTF8.GetBytes(canary));
        await services.GetRequiredService<Platform.Blobs.IBlobContainer>().Save(Export.BlobOf(export.Id, 1), content, default);
        db.Add(export);
    }

    // What no demonstration makes.
    static Task LooseEnds(TestCompany company) => company.Change(async (_, db) =>
    {
        var canary = CanaryOf(company);
        var attachment = await db.Set<Attachment>().FirstAsync();
        var ticket = await db.Set<Tickets.Life.Ticket>().OrderBy(t => t.Id).Select(t => t.Id).FirstAsync();
        attachment.TieTo("ticket", ticket, attachment.UploadedBy);
        db.Add(new Tickets.Life.TicketFile(ticket, attachment.Id, default, isVideo: false, DateTime.UtcNow));
        // How far invented tickets have come depends on the hour, so what comes last may be missing.
        if (!await db.Set<Tickets.Life.Rating>().AnyAsync())
        {
            var rating = new Tickets.Life.Rating(ticket, DateTime.UtcNow);
            rating.Score(5, 5, 5, canary);
            db.Add(rating);
        }
        var (where, day) = (await db.Set<Estates.Places.Community>().Select(c => c.Id).FirstAsync(), DateTime.UtcNow);
        var incident = Tickets.Incidents.Incident.Publish(where, null, canary, default, canary, canary, day, null, canary, day).Value;
        db.Add(new Tickets.Dispatch.BatchRun(where));
        db.AddRange(incident, incident.Report(canary, null, over: false, canary, day).Value, new Tickets.Incidents.IncidentFollower(incident.Id, Guid.CreateVersion7()));
        var filter = new Tickets.Lists.SavedFilter(attachment.UploadedBy, "view=late");
        filter.Rename("late");
        db.Add(filter);
        var low = new Tickets.FollowUps.FollowUp(ticket, where, null, 1, day);
        low.Finish(canary, false, canary, day);
        db.Add(low);
        var price = await db.Set<Tickets.Quotes.PriceItem>().OrderBy(p => p.Order).FirstAsync(p => p.Price > 0);
        db.Add(Tickets.Quotes.Quote.Offer(ticket, await db.Set<Tickets.Life.Ticket>().Where(t => t.Id == ticket).Select(t => t.CategoryId).SingleAsync(), [new(price.Id, 2)], new Dictionary<Guid, Tickets.Quotes.PriceItem> { [price.Id] = price }, canary, new(Tickets.Life.Actor.Assignee, null, canary, day)).Value);
        var contractor = new Tickets.Contractors.Contractor();
        contractor.Describe(canary, canary, canary, "13700000001", retired: false);
        db.AddRange(contractor, Tickets.Contractors.ContractorPass.New(ticket, contractor.Id, day).Pass);
        if (!await db.Set<Tickets.Life.WorkEntry>().AnyAsync())
            db.Add(Tickets.Life.WorkEntry.New(ticket, Tickets.Life.WorkKind.Step, canary, null, null, new(Tickets.Life.Actor.System, null, canary, DateTime.UtcNow)).Value);
        var staff = await db.Set<Staff.People.StaffMember>().Select(s => s.Id).FirstAsync();
        db.Add(Staff.Shifts.Leave.Ask(staff, new DateOnly(2026, 1, 1), new DateOnly(2026, 1, 2), canary, new DateOnly(2026, 1, 1), DateTime.UtcNow).Value);
        db.Add(new Estates.Import.ImportDraft(Guid.CreateVersion7(), canary, attachment.UploadedBy, new(1, 0, 0, 0), "x", "[]", DateTime.UtcNow));
    });
}
