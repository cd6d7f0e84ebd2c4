using System.Collections.Concurrent;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Platform.Model;
using Platform.Tenancy;

namespace Data;

/// <summary>The next free number of a series.</summary>
public sealed class NumberSeries : Aggregate
{
    NumberSeries() { }

    internal NumberSeries(string series, int next) => (Series, Next) = (series, next);

    /// <summary>For example <c>WX-20261123</c>.</summary>
    public string Series { get; private set; } = "";
    /// <summary>The number nobody has drawn yet.</summary>
    public int Next { get; internal set; }
}

/// <summary>
/// Numbers that people read. Each node draws blocks, so writers never wait for each other; numbers are unique and rise, but may leave gaps.
/// </summary>
public sealed class Numbers(ITenantScopeFactory scopes)
{
    const int BlockSize = 20;

    readonly ConcurrentDictionary<(Guid Tenant, string Kind), Block> blocks = [];

    sealed class Block
    {
        public readonly SemaphoreSlim Turn = new(1, 1);
        public string Series = "";
        public int Next;
        public int End;
    }

    /// <summary>The next number of that kind for that day in that company, for example <c>WX-20261123-0042</c>.</summary>
    public async Task<string> Next(Guid tenant, string kind, DateOnly day, CancellationToken stop)
    {
        var series = $"{kind}-{day:yyyyMMdd}";
        var block = blocks.GetOrAdd((tenant, kind), _ => new());
        await block.Turn.WaitAsync(stop);
        try
        {
            if (block.Next == block.End || block.Series != series)
            {
                block.Next = await Draw(tenant, series, stop);
                (block.End, block.Series) = (block.Next + BlockSize, series);
            }
            return $"{series}-{block.Next++:0000}";
        }
        finally
        {
            block.Turn.Release();
        }
    }

    async Task<int> Draw(Guid tenant, string series, CancellationToken stop)
    {
        // Own scope, own connection: the block stays drawn when the caller's transaction rolls back.
        while (true)
        {
            await using var scope = await scopes.Open(tenant, evenIfNotActive: true, stop);
            var db = scope.Services.GetRequiredService<AppDb>();
            var row = await db.Set<NumberSeries>().SingleOrDefaultAsync(s => s.Series == series, stop);
            var first = row?.Next ?? 1;
            if (row is null) db.Add(new NumberSeries(series, first + BlockSize));
            else row.Next += BlockSize;
            try
            {
                await db.SaveChangesAsync(stop);
                return first;
            }
            catch (DbUpdateException clash) when (clash is DbUpdateConcurrencyException || clash.IsDuplicate())
            {
                // Another node was faster; draw from what it left.
            }
        }
    }
}
