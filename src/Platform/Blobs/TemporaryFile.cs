namespace Platform.Blobs;

/// <summary>Files that live no longer than their stream.</summary>
public static class TemporaryFile
{
    /// <summary>An empty file to write and read again. It is nameless at once where the system allows it, so that nothing stays behind however the process ends.</summary>
    public static FileStream Open()
    {
        var path = Path.GetTempFileName();
        var file = new FileStream(path, FileMode.Create, FileAccess.ReadWrite, FileShare.Delete, 128 * 1024, FileOptions.DeleteOnClose | FileOptions.Asynchronous);
        if (!OperatingSystem.IsWindows()) File.Delete(path);
        return file;
    }
}
