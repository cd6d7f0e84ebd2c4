using Data;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using Platform;
using Platform.Access;
using Platform.Accounts;
using Platform.Nodes;
using Platform.Tenancy;
using Tenants.Files;
using Web.Access;
using Web.Http;

namespace Tenants.Founding;

/// <summary>Signs a property company up (开通公司): its short name is taken at once, setting it up from a template goes on in the background, and whoever asked, by a phone proven by code, becomes its administrator.</summary>
sealed record FoundCompany(string? Name, string? Slug, string? Template, string? Phone)
{
    internal const int MostPerDay = 3;

    /// <param name="Delayed">It takes longer than it should; the platform knows.</param>
    internal sealed record View(string Slug, string Name, TenantState State, bool Delayed);

    internal static void Map(IEndpointRouteBuilder api)
    {
        api.MapPost("/companies", Post).WithRule(new OpenToAccountsAttribute()).WithName("FoundCompany").WithTags("Companies");
        api.MapGet("/companies/{slug}", Get).WithRule(new OpenToAccountsAttribute()).WithName("SeeFoundedCompany").WithTags("Companies");
    }

    static async Task<Results<Accepted<View>, ProblemHttpResult>> Post(FoundCompany body, Handler handler, CancellationToken stop)
    {
        var founded = await handler.Run(body, stop);
        return founded.Error is { } error ? error.ToProblem() : TypedResults.Accepted($"/api/v1/companies/{founded.Value.Slug}", founded.Value);
    }

    static async Task<Results<Ok<View>, ProblemHttpResult>> Get(string slug, Handler handler, CancellationToken stop) =>
        await handler.See(slug, stop) is { } view ? TypedResults.Ok(view) : CommonErrors.NotFound.ToProblem();

    internal sealed class Handler(HostDb host, Templates templates, ICurrentPerson person, TenantCache cache, INodeBus bus, TimeProvider clock)
    {
        public async Task<Result<View>> Run(FoundCompany command, CancellationToken stop)
        {
            var me = person.AccountId!.Value;
            var now = clock.GetUtcNow().UtcDateTime;
            if (command.Name?.Trim() is not { Length: >= 2 and <= 100 } name) return FoundingErrors.BadName;
            if (command.Slug?.Trim().ToLowerInvariant() is not { } slug || !CompanyFileReader.IsSlug(slug)) return FoundingErrors.BadSlug;
            if (command.Phone?.Trim() is { Length: > 30 }) return FoundingErrors.BadPhone;
            if (templates.For(command.Template, slug, name, null) is null) return FoundingErrors.NoTemplate;
            if (ReservedSlugs.Contains(slug)) return FoundingErrors.Taken(slug);
            if (await host.Companies.AsNoTracking().SingleOrDefaultAsync(c => c.Slug == slug, stop) is { } there) return there.FounderId == me ? Of(there) : FoundingErrors.Taken(slug);
            var since = now.AddDays(-1);
            if (await host.Companies.CountAsync(c => c.FounderId == me && c.CreatedAt > since, stop) >= MostPerDay) return FoundingErrors.TooMany with { Args = [MostPerDay] };

            var company = new Company { Slug = slug, Name = name, Phone = string.IsNullOrWhiteSpace(command.Phone) ? null : command.Phone.Trim(), State = TenantState.Pending, FounderId = me, Template = command.Template, DueAt = now, CreatedAt = now };
            host.Companies.Add(company);
            try
            {
                await host.SaveChangesAsync(stop);
            }
            catch (DbUpdateException taken) when (taken.IsDuplicate())
            {
                return FoundingErrors.Taken(slug);
            }
            await cache.Evict(Guid.Empty, "tenant:");
            await bus.Publish(new CompanyFounded(company.Id));
            return Of(company);
        }

        /// <summary>How far the company is that the current account signed up; null for anything else.</summary>
        public async Task<View?> See(string slug, CancellationToken stop)
        {
            var me = person.AccountId!.Value;
            return await host.Companies.AsNoTracking().SingleOrDefaultAsync(c => c.Slug == slug && c.FounderId == me, stop) is { } company ? Of(company) : null;
        }

        static View Of(Company company) => new(company.Slug, company.Name, company.State, company.State == TenantState.Pending && company.Attempts > 1);
    }
}

/// <summary>A company waits to be set up.</summary>
sealed record CompanyFounded(Guid CompanyId);

static class FoundingErrors
{
    internal static readonly Error BadName = new(ErrorKind.Invalid, "tenants/company-name", "公司名称要 2 到 100 个字。");
    internal static readonly Error BadSlug = new(ErrorKind.Invalid, "tenants/company-slug", "网址短名由 2–40 个小写字母、数字和连字符组成，以字母开头。");
    internal static readonly Error BadPhone = new(ErrorKind.Invalid, "tenants/company-phone", "服务电话最长 30 个字符。");
    internal static readonly Error NoTemplate = new(ErrorKind.Invalid, "tenants/company-template", "请选择从哪一套设置开始。");
    internal static readonly Error TooMany = new(ErrorKind.Rejected, "tenants/company-limit", "一天最多开通 {0} 家公司。");

    internal static Error Taken(string slug) => new(ErrorKind.Conflict, "tenants/slug-taken", "{0} 已经有人用了，请换一个短名。", slug);
}
