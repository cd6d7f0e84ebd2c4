using Backups.Package;
using CsCheck;

namespace Backups.Tests;

/// <summary>The sealed form: what comes out is what went in, or nothing does.</summary>
public sealed class SealedStreamTests
{
    static readonly byte[] Key = [.. Enumerable.Range(0, 32).Select(i => (byte)i)];
    static readonly Guid Company = Guid.NewGuid();

    // Around the edges of the pieces, where mistakes live.
    static readonly Gen<int> Lengths = Gen.OneOf(Gen.Int[0, 300], Gen.Int[SealedForm.Piece - 2, SealedForm.Piece + 2], Gen.Int[(3 * SealedForm.Piece) - 2, (3 * SealedForm.Piece) + 2]);

    [Fact]
    public void Whatever_is_sealed_opens_as_it_was_from_any_place() => Gen.Select(Lengths, Gen.Int[0, int.MaxValue]).Sample((length, seed) =>
    {
        var random = new Random(seed);
        var plain = new byte[length];
        random.NextBytes(plain);
        using var opened = Open(Sealed(plain, random));
        opened.Length.ShouldBe(length);
        for (var tries = 0; tries < 8; tries++)
        {
            var from = random.Next(length + 1);
            var part = new byte[random.Next(length - from + 1)];
            opened.Position = from;
            opened.ReadExactly(part);
            part.AsSpan().SequenceEqual(plain.AsSpan(from, part.Length)).ShouldBeTrue();
        }
    }, iter: 60);

    [Fact]
    public void One_changed_bit_anywhere_is_found() => Gen.Select(Lengths, Gen.Int[0, int.MaxValue]).Sample((length, seed) =>
    {
        var random = new Random(seed);
        var box = Sealed(new byte[length], random);
        box[random.Next(8, box.Length)] ^= (byte)(1 << random.Next(8));
        Should.Throw<InvalidDataException>(() => ReadAll(box));
    }, iter: 60);

    [Fact]
    public void A_package_that_is_cut_off_anywhere_is_none() => Gen.Select(Lengths, Gen.Int[0, int.MaxValue]).Sample((length, seed) =>
    {
        var random = new Random(seed);
        var box = Sealed(new byte[length], random);
        Should.Throw<InvalidDataException>(() => ReadAll(box[..random.Next(SealedForm.Head, box.Length)]));
    }, iter: 60);

    [Fact]
    public void What_was_interrupted_at_the_edge_of_a_piece_is_none()
    {
        using var stored = new MemoryStream();
        using (var sealing = new SealingStream(stored, Key, Company)) sealing.Write(new byte[(2 * SealedForm.Piece) + 1]);
        Should.Throw<InvalidDataException>(() => ReadAll(stored.ToArray()));
    }

    [Fact]
    public void Pieces_of_two_packages_of_one_company_cannot_be_exchanged()
    {
        var (one, other) = (Sealed(new byte[200_000], new Random(1)), Sealed(new byte[200_000], new Random(2)));
        other.AsSpan(SealedForm.Head, SealedForm.Piece + SealedForm.Tag).CopyTo(one.AsSpan(SealedForm.Head));
        Should.Throw<InvalidDataException>(() => ReadAll(one));
    }

    static byte[] Sealed(byte[] plain, Random random)
    {
        using var stored = new MemoryStream();
        using var sealing = new SealingStream(stored, Key, Company);
        for (var at = 0; at < plain.Length;)
        {
            var part = Math.Min(random.Next(1, 100_000), plain.Length - at);
            sealing.Write(plain, at, part);
            at += part;
        }
        sealing.Complete(default).GetAwaiter().GetResult();
        return stored.ToArray();
    }

    static OpeningStream Open(byte[] box) => new(new MemoryStream(box), Key, box[..SealedForm.Head]);

    static void ReadAll(byte[] box)
    {
        using var opened = Open(box);
        opened.CopyTo(Stream.Null);
    }
}
