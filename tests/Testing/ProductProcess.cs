using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace Testing;

/// <summary>The product as it is run: a process of its own on the database that is there.</summary>
public sealed class ProductProcess : IDisposable
{
    readonly Process process;

    ProductProcess(Process process, string url, TimeSpan started) => (this.process, Url, Started) = (process, url, started);

    /// <summary>Root address, ending in a slash.</summary>
    public string Url { get; }

    /// <summary>From the start of the process to its first page.</summary>
    public TimeSpan Started { get; }

    /// <summary>The settings of a process that shares the host's database and keys.</summary>
    public static Dictionary<string, string?> SettingsOf(TestHost host)
    {
        var settings = host.Services.GetRequiredService<IConfiguration>();
        return new[] { "Database:Provider", "Database:App", "Database:Folder", "Files:Folder", "RateLimits:RequestsPerMinute", "Redis" }.Where(k => settings[k] is not null).ToDictionary(k => k.Replace(":", "__", StringComparison.Ordinal), k => settings[k]);
    }

    /// <summary>A file that was built of a project, in the configuration of the tests.</summary>
    public static string Built(string project, string file) => Path.Combine(Repository.Path(project + AppContext.BaseDirectory[AppContext.BaseDirectory.LastIndexOf($"{Path.DirectorySeparatorChar}bin{Path.DirectorySeparatorChar}", StringComparison.Ordinal)..]), file);

    /// <summary>Starts it and asks for the page until it comes.</summary>
    public static async Task<ProductProcess> Start(Dictionary<string, string?> settings, string page, TestPerson person)
    {
        var url = $"http://127.0.0.1:{FreePort()}/";
        var built = Built("host/Web", "Linli.Web.dll");
        var start = new ProcessStartInfo("dotnet", [built]) { WorkingDirectory = Path.GetDirectoryName(built)!, RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var (name, value) in settings) start.Environment[name] = value;
        start.Environment["ASPNETCORE_ENVIRONMENT"] = "Production";
        start.Environment["ASPNETCORE_URLS"] = url;
        start.Environment["Logging__LogLevel__Default"] = "Error";
        using var client = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false }) { BaseAddress = new Uri(url) };
        client.DefaultRequestHeaders.Authorization = new("Bearer", person.Token);
        var clock = Stopwatch.StartNew();
        var process = Process.Start(start)!;
        process.OutputDataReceived += (_, _) => { };
        process.ErrorDataReceived += (_, line) => { if (line.Data is not null) Console.Error.WriteLine(line.Data); };
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        while (!await Answers(client, page))
        {
            if (process.HasExited || clock.Elapsed > TimeSpan.FromMinutes(1))
            {
                process.Kill();
                throw new InvalidOperationException("The product did not start.");
            }
            await Task.Delay(10);
        }
        return new(process, url, clock.Elapsed);
    }

    static async Task<bool> Answers(HttpClient client, string page)
    {
        try
        {
            using var answer = await client.GetAsync(page);
            return answer.IsSuccessStatusCode;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }

    /// <summary>The most memory it ever had resident, in MB, or null where the system does not tell.</summary>
    public double? PeakMegabytes() => Status("VmHWM:");

    /// <summary>The memory it has resident now, in MB, or null where the system does not tell.</summary>
    public double? Megabytes() => Status("VmRSS:");

    double? Status(string name)
    {
        var status = $"/proc/{process.Id}/status";
        if (!File.Exists(status)) return null;
        var line = File.ReadLines(status).First(l => l.StartsWith(name, StringComparison.Ordinal));
        return double.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[^2], CultureInfo.InvariantCulture) / 1024;
    }

    /// <summary>Ends it at once, as <c>kill -9</c> does: it finishes nothing and says nothing.</summary>
    public void Kill()
    {
        process.Kill();
        process.WaitForExit();
    }

    /// <inheritdoc />
    public void Dispose()
    {
        if (!process.HasExited) process.Kill();
        process.WaitForExit();
        process.Dispose();
    }

    /// <summary>A port that nobody listens on now.</summary>
    public static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
