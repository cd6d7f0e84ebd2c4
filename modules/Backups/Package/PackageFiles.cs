using System.Security.Cryptography;
using System.Text;

namespace Backups.Package;

/// <summary>Counts files that go through and draws one digest of all of them, in their order.</summary>
sealed class PackageFiles : IDisposable
{
    readonly IncrementalHash all = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    long count;
    long bytes;

    /// <summary>Has the file read to its end by <paramref name="read"/> and counts it.</summary>
    internal async Task Pass(string name, Stream file, Func<Stream, Task> read, CancellationToken stop)
    {
        using var one = SHA256.Create();
        await using var through = new CryptoStream(file, one, CryptoStreamMode.Read, leaveOpen: true);
        var counted = new Counting(through);
        await read(counted);
        await counted.CopyToAsync(Stream.Null, stop);
        (count, bytes) = (count + 1, bytes + counted.Bytes);
        all.AppendData(Encoding.UTF8.GetBytes(name + "\n"));
        all.AppendData(one.Hash!);
    }

    internal FilesLine Line(long missing) => new(count, bytes, missing, Convert.ToHexStringLower(all.GetHashAndReset()));

    public void Dispose() => all.Dispose();

    sealed class Counting(Stream inner) : Stream
    {
        internal long Bytes { get; private set; }

        public override int Read(Span<byte> buffer)
        {
            var read = inner.Read(buffer);
            Bytes += read;
            return read;
        }

        public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            var read = await inner.ReadAsync(buffer, cancellationToken);
            Bytes += read;
            return read;
        }

        public override bool CanRead => true;
        public override bool CanSeek => false;
        public override bool CanWrite => false;
        public override long Length => throw new NotSupportedException();
        public override long Position { get => Bytes; set => throw new NotSupportedException(); }
        public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));
        public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) => ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();
        public override void Flush() { }
        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();
        public override void SetLength(long value) => throw new NotSupportedException();
        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
    }
}
