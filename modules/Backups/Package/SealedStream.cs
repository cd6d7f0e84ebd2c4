using System.Buffers.Binary;
using System.Security.Cryptography;

namespace Backups.Package;

/// <summary>
/// The form in which packages are stored: pieces of 64 KiB, each sealed with AES-256-GCM under its number and whether it is the last, so that none can be changed, left out,
/// moved or cut off, and any can be read by itself. This is STREAM of Hoang, Reyhanitabar, Rogaway and Vizár (2015), as the file format age uses it. Each package has a key
/// of its own, drawn from the company's by HKDF with the package's head, so no number is used twice under one key.
/// </summary>
static class SealedForm
{
    internal const int Piece = 64 * 1024;
    internal const int Tag = 16;
    internal const int Head = 8 + 16 + 16;

    static ReadOnlySpan<byte> Mark => "LINLIPK1"u8;

    internal static byte[] NewHead(Guid company)
    {
        var head = new byte[Head];
        Mark.CopyTo(head);
        company.TryWriteBytes(head.AsSpan(8, 16), bigEndian: true, out _);
        RandomNumberGenerator.Fill(head.AsSpan(24));
        return head;
    }

    /// <summary>Whose package it is, or null when it is none of ours.</summary>
    internal static Guid? CompanyOf(ReadOnlySpan<byte> head) => head.Length == Head && head[..8].SequenceEqual(Mark) ? new Guid(head.Slice(8, 16), bigEndian: true) : null;

    internal static AesGcm Cipher(byte[] companyKey, byte[] head)
    {
        Span<byte> key = stackalloc byte[32];
        HKDF.DeriveKey(HashAlgorithmName.SHA256, companyKey, key, salt: head.AsSpan(24), info: head);
        return new AesGcm(key, Tag);
    }

    internal static void Number(Span<byte> nonce, long piece, bool last)
    {
        nonce.Clear();
        BinaryPrimitives.WriteInt64BigEndian(nonce[3..], piece);
        nonce[11] = last ? (byte)1 : (byte)0;
    }
}

/// <summary>Seals what is written to it. Only <see cref="Complete"/> makes it whole: what was interrupted cannot be taken for a package.</summary>
sealed class SealingStream : Stream
{
    readonly Stream inner;
    readonly AesGcm cipher;
    readonly byte[] plain = new byte[SealedForm.Piece];
    readonly byte[] box = new byte[SealedForm.Piece + SealedForm.Tag];
    int filled;
    long piece;

    internal SealingStream(Stream inner, byte[] companyKey, Guid company)
    {
        var head = SealedForm.NewHead(company);
        (this.inner, cipher) = (inner, SealedForm.Cipher(companyKey, head));
        inner.Write(head);
    }

    public override void Write(ReadOnlySpan<byte> buffer)
    {
        while (buffer.Length > 0)
        {
            // A full piece waits until more comes: the last one is sealed otherwise.
            if (filled == plain.Length) inner.Write(Seal(last: false));
            var taken = Math.Min(buffer.Length, plain.Length - filled);
            buffer[..taken].CopyTo(plain.AsSpan(filled));
            filled += taken;
            buffer = buffer[taken..];
        }
    }

    public override async ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        while (buffer.Length > 0)
        {
            if (filled == plain.Length) await inner.WriteAsync(SealedMemory(last: false), cancellationToken);
            var taken = Math.Min(buffer.Length, plain.Length - filled);
            buffer.Span[..taken].CopyTo(plain.AsSpan(filled));
            filled += taken;
            buffer = buffer[taken..];
        }
    }

    internal async Task Complete(CancellationToken stop)
    {
        await inner.WriteAsync(SealedMemory(last: true), stop);
        await inner.FlushAsync(stop);
    }

    ReadOnlySpan<byte> Seal(bool last) => SealedMemory(last).Span;

    ReadOnlyMemory<byte> SealedMemory(bool last)
    {
        Span<byte> nonce = stackalloc byte[12];
        SealedForm.Number(nonce, piece++, last);
        cipher.Encrypt(nonce, plain.AsSpan(0, filled), box.AsSpan(0, filled), box.AsSpan(filled, SealedForm.Tag));
        var length = filled + SealedForm.Tag;
        filled = 0;
        return box.AsMemory(0, length);
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing) cipher.Dispose();
        base.Dispose(disposing);
    }

    public override bool CanRead => false;
    public override bool CanSeek => false;
    public override bool CanWrite => true;
    public override long Length => throw new NotSupportedException();
    public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }
    public override void Flush() { }
    public override Task FlushAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));
    public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) => WriteAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();
    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();
    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();
    public override void SetLength(long value) => throw new NotSupportedException();
}

/// <summary>Opens a sealed package, at any place of it. What was changed or cut off is an <see cref="InvalidDataException"/> at the piece concerned.</summary>
sealed class OpeningStream : Stream
{
    readonly Stream inner;
    readonly AesGcm cipher;
    readonly byte[] plain = new byte[SealedForm.Piece];
    readonly byte[] box = new byte[SealedForm.Piece + SealedForm.Tag];
    readonly long pieces;
    long loaded = -1;
    int held;
    long position;

    internal OpeningStream(Stream inner, byte[] companyKey, byte[] head)
    {
        (this.inner, cipher) = (inner, SealedForm.Cipher(companyKey, head));
        var sealedBytes = inner.Length - SealedForm.Head;
        pieces = (sealedBytes + box.Length - 1) / box.Length;
        Length = sealedBytes - (pieces * SealedForm.Tag);
        if (sealedBytes < SealedForm.Tag || Length < 0) throw new InvalidDataException("The package is cut off.");
    }

    public override long Length { get; }

    public override long Position
    {
        get => position;
        set => position = value >= 0 ? value : throw new IOException("Before the beginning.");
    }

    public override int Read(Span<byte> buffer)
    {
        if (position >= Length || buffer.Length == 0) return 0;
        if (Wanted is { } piece)
        {
            inner.Position = Start(piece);
            Open(piece, inner.ReadAtLeast(box, box.Length, throwOnEndOfStream: false));
        }
        return Take(buffer);
    }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (position >= Length || buffer.Length == 0) return 0;
        if (Wanted is { } piece)
        {
            inner.Position = Start(piece);
            Open(piece, await inner.ReadAtLeastAsync(box, box.Length, throwOnEndOfStream: false, cancellationToken));
        }
        return Take(buffer.Span);
    }

    long? Wanted => position / SealedForm.Piece is var piece && piece != loaded ? piece : null;

    long Start(long piece) => SealedForm.Head + (piece * box.Length);

    void Open(long piece, int length)
    {
        Span<byte> nonce = stackalloc byte[12];
        SealedForm.Number(nonce, piece, piece == pieces - 1);
        held = length - SealedForm.Tag;
        loaded = -1;
        try
        {
            if (held < 0) throw new InvalidDataException("The package is cut off.");
            cipher.Decrypt(nonce, box.AsSpan(0, held), box.AsSpan(held, SealedForm.Tag), plain.AsSpan(0, held));
        }
        catch (AuthenticationTagMismatchException changed)
        {
            throw new InvalidDataException("The package was changed or cut off, or the key is not its own.", changed);
        }
        loaded = piece;
    }

    int Take(Span<byte> buffer)
    {
        var at = (int)(position % SealedForm.Piece);
        var taken = Math.Min(buffer.Length, held - at);
        plain.AsSpan(at, taken).CopyTo(buffer);
        position += taken;
        return taken;
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            cipher.Dispose();
            inner.Dispose();
        }
        base.Dispose(disposing);
    }

    public override bool CanRead => true;
    public override bool CanSeek => true;
    public override bool CanWrite => false;
    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));
    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) => ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();
    public override long Seek(long offset, SeekOrigin origin) => Position = origin switch { SeekOrigin.Begin => offset, SeekOrigin.Current => position + offset, _ => Length + offset };
    public override void Flush() { }
    public override void SetLength(long value) => throw new NotSupportedException();
    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
}
