using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Platform.Access;
using Platform.Nodes;
using Platform.Tenancy;
using Web.Accounts;

namespace Web.Live;

/// <summary>Ends the streams of those who may not listen any more: suspended, signed out everywhere, of a company that is not served, or with other rights at the board.</summary>
public sealed class LiveGuard(LiveHub hub, AccountStamps stamps, ITenantStore tenants, ITenantScopeFactory scopes, TimeProvider clock, ILogger<LiveGuard> log) : BackgroundService
{
    // What changes together is asked about once, however many pages are open.
    static readonly TimeSpan Together = TimeSpan.FromMilliseconds(500);
    // A message between nodes can get lost.
    static readonly TimeSpan Everybody = TimeSpan.FromMinutes(5);

    /// <inheritdoc />
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            await Watch(stoppingToken);
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The host is stopping.
        }
    }

    async Task Watch(CancellationToken stop)
    {
        for (var asked = clock.GetTimestamp(); ;)
        {
            using var pause = CancellationTokenSource.CreateLinkedTokenSource(stop);
            pause.CancelAfter(Everybody);
            try
            {
                await hub.Doubts(pause.Token);
                await Task.Delay(Together, stop);
            }
            catch (OperationCanceledException) when (!stop.IsCancellationRequested)
            {
                // Nobody was in doubt; time to ask about everybody.
            }
            var all = clock.GetElapsedTime(asked) >= Everybody;
            if (all) asked = clock.GetTimestamp();
            foreach (var reader in hub.Doubted(all)) await EndUnlessWelcome(reader, stop);
        }
    }

    async Task EndUnlessWelcome(LiveHub.Reader reader, CancellationToken stop)
    {
        try
        {
            if (!await IsWelcome(reader, stop)) hub.End(reader);
        }
        catch (Exception failure) when (failure is not OperationCanceledException)
        {
            log.LogError(failure, "Whether account {Account} may go on listening could not be seen; asking again later.", reader.Account);
        }
    }

    async Task<bool> IsWelcome(LiveHub.Reader reader, CancellationToken stop)
    {
        if (await stamps.StampOf(reader.Account) != reader.Stamp || await tenants.Find(reader.Tenant, stop) is not { Served: true }) return false;
        await using var scope = await scopes.Open(reader.Tenant, evenIfNotActive: true, stop);
        var access = await scope.Services.GetRequiredService<IAccessReader>().Read(reader.Account, stop);
        return access is not null && access.May(LiveEndpoint.BoardPermission) == reader.Board;
    }
}
