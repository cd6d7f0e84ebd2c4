using System.Security.Cryptography;
using Microsoft.Extensions.Configuration;

namespace Backups.Keys;

/// <summary>
/// The key of the installation, 32 bytes in base 64 from the setting <c>Backups:Key</c>, which belongs into the environment or a vault. On SQLite, where the whole
/// installation is one folder, a missing one is made and kept there for its owner's eyes only; elsewhere nothing is backed up without it.
/// </summary>
sealed class InstallationKey(IConfiguration configuration)
{
    readonly Lazy<byte[]> bytes = new(() => Read(configuration), LazyThreadSafetyMode.PublicationOnly);

    internal byte[] Bytes => bytes.Value;

    static byte[] Read(IConfiguration configuration)
    {
        if (configuration["Backups:Key"] is { Length: > 0 } set) return Decode(set);
        if (!string.Equals(configuration["Database:Provider"] ?? "Sqlite", "Sqlite", StringComparison.OrdinalIgnoreCase)) throw new BackupException(BackupErrors.NoKey);
        var path = Path.Combine(Path.GetFullPath(configuration["Database:Folder"] ?? "data"), "backup.key");
        if (!File.Exists(path)) Make(path);
        return Decode(File.ReadAllText(path).Trim());
    }

    static byte[] Decode(string text)
    {
        var key = new byte[32];
        return Convert.TryFromBase64String(text, key, out var length) && length == key.Length ? key : throw new BackupException(BackupErrors.NoKey);
    }

    // Whole or not at all, whoever looks meanwhile.
    static void Make(string path)
    {
        var partial = $"{path}.{Guid.NewGuid():N}";
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows()) options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        using (var file = new StreamWriter(partial, options)) file.Write(Convert.ToBase64String(RandomNumberGenerator.GetBytes(32)));
        try
        {
            File.Move(partial, path, overwrite: false);
        }
        catch (IOException) when (File.Exists(path))
        {
            // Another process of the same folder was faster.
            File.Delete(partial);
        }
    }
}
