using System.Linq.Expressions;
using Data;
using Linli;
using Microsoft.AspNetCore.Builder;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.EntityFrameworkCore.Query;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Platform.Access;
using Platform.Nodes;
using Platform.Tenancy;
using Web.Access;

namespace Isolation.Tests;

/// <summary>The suite proves itself: one wall after the other is taken away, and the sweep has to notice whatever no other wall holds.</summary>
public sealed class SabotageTests
{
    [Theory, MemberData(nameof(IsolationTests.Providers), MemberType = typeof(IsolationTests))]
    public async Task Without_the_filter_the_sweep_is_red_where_the_database_has_no_wall_of_its_own(DatabaseProvider provider)
    {
        var twins = await Twins.On(IsolationTests.HostOf(provider));
        await using var node = await Node.Start(twins.Host, LinliHost.Modules, NoFilter);
        (await twins.Complaints(node)).Any().ShouldBe(provider == DatabaseProvider.Sqlite);
    }

    [Fact]
    public async Task Without_row_level_security_the_filter_holds_and_without_both_the_sweep_is_red()
    {
        var twins = await Twins.On(IsolationTests.HostOf(DatabaseProvider.PostgreSql));
        var owner = ("Database:App", twins.Host.Services.GetRequiredService<DatabaseOptions>().Owner);
        await using (var node = await Node.Start(twins.Host, LinliHost.Modules, _ => { }, owner)) (await twins.Complaints(node)).ShouldBeEmpty();
        await using (var node = await Node.Start(twins.Host, LinliHost.Modules, NoFilter, owner)) (await twins.Complaints(node)).ShouldNotBeEmpty();
    }

    [Fact]
    public async Task A_cache_that_forgets_the_company_is_noticed()
    {
        var twins = await Twins.On(IsolationTests.HostOf(DatabaseProvider.Sqlite));
        await using var sound = await Node.Start(twins.Host, LinliHost.Modules, _ => { });
        (await sound.Sweep().DoesNotRefuse(IsolationTests.As(twins.Almighty, twins.Theirs), c => c.NeedsMembership, "not-a-member")).ShouldBeEmpty();
        await using var node = await Node.Start(twins.Host, LinliHost.Modules, services => services.Replace(ServiceDescriptor.Scoped<IAccessReader, ForgetfulReader>()));
        // At home first, so that the rights are in the cache.
        await node.Sweep().DoesNotRefuse(IsolationTests.As(twins.Almighty, twins.Ours), c => c.Rule is NeedsPermissionAttribute && c.Method == HttpMethod.Get, "not-a-member");
        (await node.Sweep().DoesNotRefuse(IsolationTests.As(twins.Almighty, twins.Theirs), c => c.NeedsMembership && c.Method == HttpMethod.Get, "not-a-member")).ShouldNotBeEmpty();
    }

    [Fact]
    public async Task A_job_in_the_wrong_company_is_noticed()
    {
        var twins = await Twins.On(IsolationTests.HostOf(DatabaseProvider.Sqlite));
        (await Changed(twins, twins.Host.Services.GetRequiredService<ITenantScopeFactory>())).ShouldBeEmpty();
        (await Changed(twins, new Misled(twins.Host.Services.GetRequiredService<ITenantScopeFactory>(), twins.Theirs.Id))).ShouldNotBeEmpty();
    }

    // A job of ours that draws a number; what it did to the neighbours.
    static async Task<IReadOnlyList<string>> Changed(Twins twins, ITenantScopeFactory scopes)
    {
        var before = await twins.Theirs.Snapshot();
        await new Numbers(scopes).Next(twins.Ours.Id, "JOB", new DateOnly(2026, 1, 1), default);
        return (await twins.Theirs.Snapshot()).Since(before);
    }

    static void NoFilter(IServiceCollection services) => services.ConfigureDbContext<AppDb>(options => options.AddInterceptors(new FilterThief()), ServiceLifetime.Singleton);

    // Two full companies and somebody mighty in the first.
    sealed record Twins(TestHost Host, TestCompany Ours, TestCompany Theirs, Foreign Foreign, Stock Home, TestPerson Almighty)
    {
        internal static async Task<Twins> On(TestHost host)
        {
            var (ours, theirs) = (await IsolationTests.Full(host), await IsolationTests.Full(host));
            await theirs.Settle();
            var (home, foreign) = (await Stock.Of(ours, perTable: 2), await Stock.Of(theirs, perTable: 1));
            return new(host, ours, theirs, Foreign.Of(foreign, home), home, await IsolationTests.Almighty(ours));
        }

        // What only reads is enough: it does not use the rows up.
        internal async Task<IReadOnlyList<string>> Complaints(WebApplication node) =>
            await node.Sweep().TellsApart(IsolationTests.As(Almighty, Ours), Foreign, Home, c => c.Method == HttpMethod.Get);
    }

    sealed class FilterThief : IQueryExpressionInterceptor
    {
        public Expression QueryCompilationStarting(Expression queryExpression, QueryExpressionEventData eventData) => new Thief().Visit(queryExpression);

        sealed class Thief : ExpressionVisitor
        {
            protected override Expression VisitExtension(Expression node) => node is EntityQueryRootExpression root
                ? Expression.Call(typeof(EntityFrameworkQueryableExtensions), nameof(EntityFrameworkQueryableExtensions.IgnoreQueryFilters), [root.EntityType.ClrType], root)
                : base.VisitExtension(node);
        }
    }

    sealed class ForgetfulReader(TenantCache cache, ICurrentTenant tenant, ITenantScopeFactory scopes) : IAccessReader
    {
        public ValueTask<PersonAccess?> Read(Guid accountId, CancellationToken stop) => cache.Get(Guid.Empty, $"access:{accountId:N}", async () => await new AccessReader(cache, tenant, scopes).Read(accountId, default));
    }

    sealed class Misled(ITenantScopeFactory inner, Guid always) : ITenantScopeFactory
    {
        public ValueTask<ITenantScope> Open(Guid tenantId, bool evenIfNotActive, CancellationToken stop) => inner.Open(always, evenIfNotActive, stop);
    }
}
