namespace GatewaySimulator;

static class Start
{
    static Task Main(string[] args) => SimulatorApp.Build(args, TimeProvider.System).RunAsync();
}
