using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Data.Packages;

namespace Backups.Package;

/// <summary>What a package says of itself.</summary>
/// <param name="Format">Version of the form, 1.</param>
/// <param name="Company">Whose rows.</param>
/// <param name="MadeAt">When its rows were as they are in it (UTC).</param>
/// <param name="Schema">Digest of the names of all packed tables and columns; only a package of the same schema is restored.</param>
/// <param name="Tables">Every table, in the order in which they are restored.</param>
/// <param name="Files">All files together.</param>
/// <param name="LeftOut">Tables of companies that packages do not hold.</param>
sealed record Manifest(int Format, PackedCompany Company, DateTime MadeAt, string Schema, IReadOnlyList<TableLine> Tables, FilesLine Files, IReadOnlyList<string> LeftOut)
{
    internal const int Current = 1;
    internal const string Entry = "manifest.json";
    internal const string Signature = "manifest.sig";

    static readonly JsonSerializerOptions Form = new(JsonSerializerDefaults.Web) { WriteIndented = true, Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>All rows.</summary>
    internal long Rows => Tables.Sum(t => t.Rows);

    internal byte[] ToBytes() => JsonSerializer.SerializeToUtf8Bytes(this, Form);

    internal static Manifest Of(ReadOnlySpan<byte> bytes) => JsonSerializer.Deserialize<Manifest>(bytes, Form) ?? throw new InvalidDataException("The manifest is empty.");

    /// <summary>Only who has the company's key can write it: an exported package, which is not sealed, still proves by it that it is ours and whole.</summary>
    internal static string Sign(byte[] companyKey, ReadOnlySpan<byte> manifest) =>
        Convert.ToHexStringLower(HMACSHA256.HashData(HKDF.DeriveKey(HashAlgorithmName.SHA256, companyKey, 32, info: "linli manifest"u8.ToArray()), manifest));

    internal static string SchemaOf(IEnumerable<PackedTable> tables) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('\n', tables.Select(t => $"{t.Name}({string.Join(',', t.Columns.Select(c => c.Name))})")))))[..16];

    internal static string EntryOf(string table) => $"rows/{table}.ndjson";
}

/// <summary>The company as the platform knows it.</summary>
sealed record PackedCompany(Guid Id, string Slug, string Name, string Accent, string TimeZone, string? Phone);

/// <summary>A table in a package.</summary>
/// <param name="Name">The table.</param>
/// <param name="Rows">How many.</param>
/// <param name="Sha256">Of its lines.</param>
sealed record TableLine(string Name, long Rows, string Sha256);

/// <summary>The files in a package.</summary>
/// <param name="Count">How many.</param>
/// <param name="Bytes">Their bytes.</param>
/// <param name="Missing">Files that rows name and that were not in the store.</param>
/// <param name="Sha256">Of their names and digests, in their order.</param>
sealed record FilesLine(long Count, long Bytes, long Missing, string Sha256);
