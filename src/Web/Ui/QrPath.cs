using System.Globalization;
using System.Text;
using QRCoder;

namespace Web.Ui;

/// <summary>A QR code as one path, sharp on any printer.</summary>
public static class QrPath
{
    /// <summary>How many modules it is wide, quiet zone included, and the path that fills the dark ones.</summary>
    public static (int Side, string Path) Of(string text)
    {
        using var code = QRCodeGenerator.GenerateQrCode(text, QRCodeGenerator.ECCLevel.M);
        var rows = code.ModuleMatrix;
        var path = new StringBuilder();
        for (var y = 0; y < rows.Count; y++)
            for (var x = 0; x < rows[y].Count; x++)
                if (rows[y][x]) path.Append(CultureInfo.InvariantCulture, $"M{x} {y}h1v1h-1z");
        return (rows.Count, path.ToString());
    }
}
