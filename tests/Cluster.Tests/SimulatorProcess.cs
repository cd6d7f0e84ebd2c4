using System.Diagnostics;
using System.Globalization;
using System.Net.Http.Json;
using GatewaySimulator;

namespace Cluster.Tests;

/// <summary>The simulator as a process of its own: a text message gateway, WeChat, the company's own system and a mail server.</summary>
sealed class SimulatorProcess : IDisposable
{
    readonly Process process;
    readonly HttpClient client;

    SimulatorProcess(Process process, string url, int smtp) => (this.process, Url, Smtp, client) = (process, url, smtp, new HttpClient { BaseAddress = new Uri(url) });

    internal string Url { get; }

    internal int Smtp { get; }

    internal static async Task<SimulatorProcess> Start()
    {
        var (url, smtp) = ($"http://127.0.0.1:{ProductProcess.FreePort()}/", ProductProcess.FreePort());
        var start = new ProcessStartInfo("dotnet", [ProductProcess.Built("host/GatewaySimulator", "GatewaySimulator.dll"), "--urls", url, "--Smtp:Port", smtp.ToString(CultureInfo.InvariantCulture)]) { RedirectStandardOutput = true };
        var process = Process.Start(start)!;
        process.OutputDataReceived += (_, _) => { };
        process.BeginOutputReadLine();
        var simulator = new SimulatorProcess(process, url, smtp);
        for (var end = DateTime.UtcNow.AddSeconds(30); DateTime.UtcNow < end; await Task.Delay(50))
        {
            try
            {
                await simulator.Received();
                return simulator;
            }
            catch (HttpRequestException) when (!process.HasExited)
            {
                // Not there yet.
            }
        }
        throw new TimeoutException("The simulator did not start.");
    }

    internal async Task<List<Received>> Received() => (await client.GetFromJsonAsync<List<Received>>("received"))!;

    internal async Task Order(Orders orders) => (await client.PostAsJsonAsync("control", orders)).EnsureSuccessStatusCode();

    public void Dispose()
    {
        client.Dispose();
        if (!process.HasExited) process.Kill();
        process.WaitForExit();
        process.Dispose();
    }
}
