using System.Globalization;

namespace Web.Ui;

/// <summary>Sizes of files as people read them.</summary>
public static class Sizes
{
    /// <summary>820 KB, 3.4 MB, 12.5 GB.</summary>
    public static string Text(long bytes) => bytes switch
    {
        < 1024 * 1024 => string.Create(CultureInfo.InvariantCulture, $"{Math.Max(1, bytes / 1024)} KB"),
        < 1024L * 1024 * 1024 => string.Create(CultureInfo.InvariantCulture, $"{bytes / (1024d * 1024):0.0} MB"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{bytes / (1024d * 1024 * 1024):0.0} GB"),
    };
}
