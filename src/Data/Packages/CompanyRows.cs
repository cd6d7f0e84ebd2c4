using System.Buffers;
using System.Data;
using System.Data.Common;
using System.IO.Pipelines;
using System.Security.Cryptography;
using System.Text.Encodings.Web;
using System.Text.Json;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;
using Npgsql;
using NpgsqlTypes;

namespace Data.Packages;

/// <summary>How many rows went through, and the SHA-256 of their lines in hexadecimal digits.</summary>
public sealed record PackedRows(long Count, string Sha256);

/// <summary>
/// The rows of the context's company as lines of JSON, one row a line: all read as of one moment, or written in one transaction. Memory stays the same however many
/// there are. It works in the company's own session, so that the database refuses whatever is another company's.
/// </summary>
public sealed class CompanyRows : IAsyncDisposable
{
    const int Piece = 256 * 1024;

    static readonly JsonWriterOptions Relaxed = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true };

    readonly AppDb db;
    readonly IDbContextTransaction transaction;
    readonly DbConnection connection;

    CompanyRows(AppDb db, IDbContextTransaction transaction) => (this.db, this.transaction, connection) = (db, transaction, db.Database.GetDbConnection());

    /// <summary>Everything as it is now, whatever is written meanwhile; nobody waits for it.</summary>
    public static async Task<CompanyRows> OpenToRead(AppDb db, CancellationToken stop)
    {
        await db.Database.OpenConnectionAsync(stop);
        // SQLite's usual transaction would lock out every writer.
        var transaction = db.Database.GetDbConnection() is SqliteConnection sqlite
            ? (await db.Database.UseTransactionAsync(sqlite.BeginTransaction(deferred: true), stop))!
            : await db.Database.BeginTransactionAsync(db.Database.IsNpgsql() ? IsolationLevel.RepeatableRead : IsolationLevel.Snapshot, stop);
        return await Opened(db, transaction, stop);
    }

    /// <summary>Writes nothing unless <see cref="Commit"/> is reached.</summary>
    public static async Task<CompanyRows> OpenToWrite(AppDb db, CancellationToken stop)
    {
        await db.Database.OpenConnectionAsync(stop);
        return await Opened(db, await db.Database.BeginTransactionAsync(stop), stop);
    }

    static async Task<CompanyRows> Opened(AppDb db, IDbContextTransaction transaction, CancellationToken stop)
    {
        if (db.TenantId == Guid.Empty) throw new InvalidOperationException("Rows are packed for a company.");
        var rows = new CompanyRows(db, transaction);
        if (!db.Database.IsNpgsql()) return rows;
        await using var say = rows.Command("SELECT set_config('linli.tenant', @name, true)");
        Add(say, "@name", db.TenantId.ToString());
        await say.ExecuteNonQueryAsync(stop);
        return rows;
    }

    /// <summary>Writes every row of the table as a line, in the order of their ids.</summary>
    public async Task<PackedRows> Read(PackedTable table, Stream into, Action<long> progress, CancellationToken stop)
    {
        var names = table.Columns.Select(c => JsonEncodedText.Encode(c.Name)).ToArray();
        var lines = new ArrayBufferWriter<byte>(Piece + 8192);
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        await using var json = new Utf8JsonWriter(lines, Relaxed);
        await using var command = Company($"SELECT {Columns(table)} FROM {Quote(table.Name)} WHERE tenant_id = @company ORDER BY {Order}");
        await using var row = await command.ExecuteReaderAsync(stop);
        var count = 0L;
        while (await row.ReadAsync(stop))
        {
            json.Reset();
            json.WriteStartObject();
            for (var at = 0; at < names.Length; at++)
            {
                json.WritePropertyName(names[at]);
                PackedValue.Write(row, at, table.Columns[at], json);
            }
            json.WriteEndObject();
            json.Flush();
            lines.Write("\n"u8);
            count++;
            if (lines.WrittenCount >= Piece) await Out();
        }
        await Out();
        return new(count, Convert.ToHexStringLower(hash.GetHashAndReset()));

        async Task Out()
        {
            hash.AppendData(lines.WrittenSpan);
            await into.WriteAsync(lines.WrittenMemory, stop);
            lines.ResetWrittenCount();
            progress(count);
        }
    }

    /// <summary>Writes every line as a row of this company, whichever company it was read from. A row that the database refuses ends it.</summary>
    public async Task<PackedRows> Write(PackedTable table, Stream from, Action<long> progress, CancellationToken stop)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        await using var sink = connection is NpgsqlConnection ? (Sink)new ManySink(this, table) : new OneSink(this, table);
        var own = new OwnNames(table);
        var lines = PipeReader.Create(from, new(bufferSize: Piece, minimumReadSize: 4096));
        var count = 0L;
        while (true)
        {
            var read = await lines.ReadAsync(stop);
            var rest = read.Buffer;
            while (rest.PositionOf((byte)'\n') is { } end)
            {
                var line = rest.Slice(0, end);
                foreach (var part in line) hash.AppendData(part.Span);
                hash.AppendData("\n"u8);
                await sink.Take(line, stop);
                own.Take(line);
                count++;
                rest = rest.Slice(rest.GetPosition(1, end));
            }
            lines.AdvanceTo(rest.Start, rest.End);
            progress(count);
            if (!read.IsCompleted) continue;
            if (!rest.IsEmpty) throw new InvalidDataException($"The last line of {table.Name} is cut off.");
            break;
        }
        await sink.Flush(stop);
        await own.Write(this, stop);
        return new(count, Convert.ToHexStringLower(hash.GetHashAndReset()));
    }

    /// <summary>Deletes every row of the table and says how many there were. Tables that name it have to be empty before.</summary>
    public async Task<long> Erase(PackedTable table, CancellationToken stop)
    {
        foreach (var column in table.Columns.Where(c => c.Own))
        {
            await using var unname = Company($"UPDATE {Quote(table.Name)} SET {Quote(column.Name)} = NULL WHERE tenant_id = @company AND {Quote(column.Name)} IS NOT NULL");
            await unname.ExecuteNonQueryAsync(stop);
        }
        await using var erase = Company($"DELETE FROM {Quote(table.Name)} WHERE tenant_id = @company");
        return await erase.ExecuteNonQueryAsync(stop);
    }

    /// <summary>Makes what was written valid.</summary>
    public Task Commit(CancellationToken stop) => transaction.CommitAsync(stop);

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        await transaction.DisposeAsync();
        await db.Database.CloseConnectionAsync();
    }

    // SQL Server orders identifiers by their last bytes first; the others by their digits.
    string Order => db.Database.IsSqlServer() ? "CONVERT(char(36), id)" : "id";

    DbCommand Company(string sql)
    {
        var command = Command(sql);
        Add(command, "@company", db.TenantId);
        return command;
    }

    DbCommand Command(string sql)
    {
        var command = connection.CreateCommand();
        (command.CommandText, command.CommandTimeout, command.Transaction) = (sql, 0, transaction.GetDbTransaction());
        return command;
    }

    static DbParameter Add(DbCommand command, string name, object? value)
    {
        var parameter = command.CreateParameter();
        (parameter.ParameterName, parameter.Value) = (name, value);
        command.Parameters.Add(parameter);
        return parameter;
    }

    static string Quote(string name) => $"\"{name}\"";

    // What names a row of its own table is written once all of them are there.
    static string Value(PackedColumn column, string name) => column.Own ? "NULL" : name;

    static string Columns(PackedTable table) => string.Join(", ", table.Columns.Select(c => Quote(c.Name)));

    abstract class Sink : IAsyncDisposable
    {
        internal abstract ValueTask Take(ReadOnlySequence<byte> line, CancellationToken stop);
        internal abstract Task Flush(CancellationToken stop);
        public abstract ValueTask DisposeAsync();
    }

    sealed class OwnNames(PackedTable table)
    {
        readonly List<PackedColumn> columns = [.. table.Columns.Where(c => c.Own)];
        readonly List<(PackedColumn Column, Guid Id, Guid Named)> names = [];

        internal void Take(ReadOnlySequence<byte> line)
        {
            if (columns.Count == 0) return;
            using var row = JsonDocument.Parse(line);
            foreach (var column in columns)
                if (row.RootElement.GetProperty(column.Name) is { ValueKind: JsonValueKind.String } named) names.Add((column, row.RootElement.GetProperty("id").GetGuid(), named.GetGuid()));
        }

        internal async Task Write(CompanyRows owner, CancellationToken stop)
        {
            foreach (var (column, id, named) in names)
            {
                await using var command = owner.Company($"UPDATE {Quote(table.Name)} SET {Quote(column.Name)} = @named WHERE tenant_id = @company AND id = @id");
                Add(command, "@named", named);
                Add(command, "@id", id);
                await command.ExecuteNonQueryAsync(stop);
            }
        }
    }

    // PostgreSQL takes the lines as they are, many at a time: COPY, which would be faster, is closed to roles under row-level security.
    sealed class ManySink : Sink
    {
        readonly ArrayBufferWriter<byte> lines = new(Piece + 65536);
        readonly DbCommand command;
        readonly NpgsqlParameter rows = new("@rows", NpgsqlDbType.Jsonb);

        internal ManySink(CompanyRows owner, PackedTable table)
        {
            command = owner.Company($"INSERT INTO {Quote(table.Name)} (tenant_id, {Columns(table)}) SELECT @company, {string.Join(", ", table.Columns.Select(c => Value(c, Quote(c.Name))))} FROM jsonb_to_recordset(@rows) AS r({string.Join(", ", table.Columns.Select(c => $"{Quote(c.Name)} {c.StoreType}"))})");
            command.Parameters.Add(rows);
        }

        internal override async ValueTask Take(ReadOnlySequence<byte> line, CancellationToken stop)
        {
            lines.Write(lines.WrittenCount == 0 ? "["u8 : ","u8);
            foreach (var part in line) lines.Write(part.Span);
            if (lines.WrittenCount >= Piece) await Flush(stop);
        }

        internal override async Task Flush(CancellationToken stop)
        {
            if (lines.WrittenCount == 0) return;
            lines.Write("]"u8);
            rows.Value = lines.WrittenSpan.ToArray();
            await command.ExecuteNonQueryAsync(stop);
            lines.ResetWrittenCount();
        }

        public override ValueTask DisposeAsync() => command.DisposeAsync();
    }

    sealed class OneSink : Sink
    {
        readonly PackedTable table;
        readonly DbCommand command;
        readonly DbParameter[] values;

        internal OneSink(CompanyRows owner, PackedTable table)
        {
            this.table = table;
            command = owner.Company($"INSERT INTO {Quote(table.Name)} (tenant_id, {Columns(table)}) VALUES (@company, {string.Join(", ", table.Columns.Select((c, at) => Value(c, $"@p{at}")))})");
            values = [.. table.Columns.Select((_, at) => Add(command, $"@p{at}", DBNull.Value))];
            // SQL Server would take an instant without a type for one that keeps thirds of a hundredth of a second.
            if (!owner.db.Database.IsSqlServer()) return;
            foreach (var (column, value) in table.Columns.Zip(values)) if (column.Type == typeof(DateTime)) value.DbType = DbType.DateTime2;
        }

        internal override async ValueTask Take(ReadOnlySequence<byte> line, CancellationToken stop)
        {
            using var row = JsonDocument.Parse(line);
            for (var at = 0; at < values.Length; at++) values[at].Value = PackedValue.Read(row.RootElement.GetProperty(table.Columns[at].Name), table.Columns[at]);
            await command.ExecuteNonQueryAsync(stop);
        }

        internal override Task Flush(CancellationToken stop) => Task.CompletedTask;

        public override ValueTask DisposeAsync() => command.DisposeAsync();
    }
}
