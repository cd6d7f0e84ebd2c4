using Data;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using Platform.Access;
using Platform.Notices;
using Platform.Settings;
using Platform.Tenancy;
using Web.Access;

namespace Web.Notices;

/// <summary>A person's own notices in the current company.</summary>
public static class Inbox
{
    /// <summary>A notice in the reader's language.</summary>
    public sealed record Item(Guid Id, string Text, string Link, DateTime At, bool Unread);

    /// <summary>A page of notices, newest first.</summary>
    public sealed record Page(IReadOnlyList<Item> Items, int Unread, Guid? Next);

    internal static void Map(RouteGroupBuilder api)
    {
        api.MapGet("/notices", async (Guid? after, Handler handler, CancellationToken stop) => TypedResults.Ok(await handler.List(after, stop)))
            .WithRule(new OpenToMembersAttribute()).WithName("ListNotices").WithTags("Notices");
        api.MapPost("/notices/read", async Task<NoContent> (Handler handler, CancellationToken stop) =>
        {
            await handler.ReadAll(stop);
            return TypedResults.NoContent();
        }).WithRule(new OpenToMembersAttribute()).WithName("ReadNotices").WithTags("Notices");
    }

    /// <summary>Reads and marks the current person's notices.</summary>
    public sealed class Handler(AppDb db, ICurrentPerson person, ICompanySettings settings, ICurrentTenant tenant, TimeProvider clock)
    {
        const int PageSize = 30;

        /// <summary>A page after the notice of that id; the first page for null.</summary>
        public async Task<Page> List(Guid? after, CancellationToken stop)
        {
            var mine = Mine();
            // Ids are version 7: their order is the order of time.
            var rows = await (after is { } id ? mine.Where(n => n.Id < id) : mine).OrderByDescending(n => n.Id).Take(PageSize + 1).ToListAsync(stop);
            var texts = await settings.Get<NoticeTexts>(stop);
            var items = rows.Take(PageSize).Select(n => new Item(n.Id, texts.Say(n, tenant.Required.Name), n.Link, n.At, n.ReadAt is null)).ToList();
            return new Page(items, await Unread(stop), rows.Count > PageSize ? items[^1].Id : null);
        }

        /// <summary>How many are unread; counted up to a hundred.</summary>
        public Task<int> Unread(CancellationToken stop) => Unread(person.Required.AccountId, stop);

        /// <summary>How many are unread for an account, also where nobody is signed in; counted up to a hundred.</summary>
        public Task<int> Unread(Guid account, CancellationToken stop) => Of(account).Where(n => n.ReadAt == null).CountUpTo(100, stop);

        /// <summary>Marks all as read.</summary>
        public Task ReadAll(CancellationToken stop)
        {
            var now = clock.GetUtcNow().UtcDateTime;
            return db.Set<Notice>().Where(n => n.AccountId == person.Required.AccountId && n.ReadAt == null)
                .ExecuteUpdateAsync(n => n.SetProperty(x => x.ReadAt, now).SetProperty(x => x.Version, x => x.Version + 1), stop);
        }

        /// <summary>Marks one as read; where it leads, or null when it is not the person's.</summary>
        public async Task<string?> Open(Guid id, CancellationToken stop)
        {
            var now = clock.GetUtcNow().UtcDateTime;
            // Looking at what may only be looked at leaves no trace there.
            if (tenant.Required.State != TenantState.ReadOnly) await Mine().Where(n => n.Id == id && n.ReadAt == null).ExecuteUpdateAsync(n => n.SetProperty(x => x.ReadAt, now).SetProperty(x => x.Version, x => x.Version + 1), stop);
            return await Mine().Where(n => n.Id == id).Select(n => n.Link).SingleOrDefaultAsync(stop);
        }

        IQueryable<Notice> Mine() => Of(person.Required.AccountId);

        IQueryable<Notice> Of(Guid account) => db.Set<Notice>().AsNoTracking().Where(n => n.AccountId == account);
    }
}
