using System.Net.Http.Headers;
using Data;
using Microsoft.EntityFrameworkCore;
using Platform.Access;
using Platform.Accounts;
using Testing;

namespace Benchmarks;

/// <summary>What a thousand signed-in people cost who opened a page and now only listen for live events.</summary>
sealed class IdlePeople(BenchCompany company, IReadOnlyList<TestPerson> people)
{
    const int Count = 1000;
    const int First = 50;
    const int Rounds = 5;
    static readonly TimeSpan Rest = TimeSpan.FromSeconds(6);

    /// <summary>Makes the people; the host must still run.</summary>
    public static async Task<IdlePeople> Make(BenchCompany company)
    {
        List<Account> accounts = [];
        for (var i = 0; i < Count; i++) accounts.Add(await company.Estate.Company.NewAccount("住户" + i));
        await company.Estate.Company.Change(async (_, db) =>
        {
            var resident = await db.Set<Role>().SingleAsync(r => r.Key == "resident");
            foreach (var account in accounts)
            {
                var member = new Member(account.Id, account.DisplayName, account.UserName!);
                member.Add(resident);
                db.Add(member);
            }
        });
        return new(company, [.. accounts.Select(company.Estate.Company.Sign)]);
    }

    /// <summary>Megabytes that they add to a process that is warm, or null where the system does not tell.</summary>
    public async Task<double?> Measure(Dictionary<string, string?> settings)
    {
        List<double> grown = [];
        for (var round = 0; round < Rounds; round++)
        {
            using var process = await ProductProcess.Start(settings, company.Estate.Company.Slug + "/", company.Estate.Resident);
            using var client = new HttpClient(new SocketsHttpHandler { UseCookies = false, MaxConnectionsPerServer = Count + 8 }) { BaseAddress = new Uri($"{process.Url}{company.Estate.Company.Slug}/"), Timeout = Timeout.InfiniteTimeSpan };
            List<HttpResponseMessage> streams = [];
            try
            {
                // As many pages as will follow, so that what grows are the people and not the heap's first days.
                for (var i = 0; i < Count / First; i++)
                    foreach (var person in people.Take(First)) (await Get(client, person, "")).Dispose();
                await Open(client, people.Take(First), streams);
                await Task.Delay(Rest);
                if (process.Megabytes() is not { } before) return null;
                await Open(client, people.Skip(First), streams);
                await Task.Delay(Rest);
                grown.Add((process.Megabytes()!.Value - before) * Count / (Count - First));
            }
            finally
            {
                streams.ForEach(s => s.Dispose());
            }
        }
        Console.WriteLine($"a thousand idle people: {string.Join(", ", grown.Select(g => g.ToString("0.0", System.Globalization.CultureInfo.InvariantCulture)))} MB");
        return Figures.Median(grown);
    }

    static async Task Open(HttpClient client, IEnumerable<TestPerson> people, List<HttpResponseMessage> streams)
    {
        foreach (var person in people)
        {
            using (var page = await Get(client, person, "")) page.EnsureSuccessStatusCode();
            var stream = await Get(client, person, "live");
            stream.EnsureSuccessStatusCode();
            streams.Add(stream);
        }
    }

    static Task<HttpResponseMessage> Get(HttpClient client, TestPerson person, string address)
    {
        var request = new HttpRequestMessage(HttpMethod.Get, address);
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", person.Token);
        return client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
    }
}
