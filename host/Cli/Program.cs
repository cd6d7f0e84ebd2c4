using Linli;
using Linli.Cli;
using Microsoft.EntityFrameworkCore;

// dotnet ef loads this program to find the contexts.
if (EF.IsDesignTime) return 0;

try
{
    return await Commands.Run(args);
}
catch (OperationCanceledException)
{
    await Console.Error.WriteLineAsync("Interrupted.");
    return 1;
}
catch (SettingException wrong)
{
    await Console.Error.WriteLineAsync(wrong.Message);
    return 1;
}
