using CsCheck;
using Platform.Accounts;

namespace Data.Tests;

public sealed class PhonesTests
{
    [Theory]
    [InlineData("13800001001", "13800001001")]
    [InlineData("+86 138-0000-1001", "13800001001")]
    [InlineData("8613800001001", "13800001001")]
    [InlineData("(+86)19912345678", "19912345678")]
    [InlineData("12800001001", null)]
    [InlineData("1380000100", null)]
    [InlineData("138000010011", null)]
    [InlineData("+1 415 555 0100", null)]
    [InlineData("１３８００００１００１", null)]
    [InlineData("", null)]
    [InlineData(null, null)]
    public void Mainland_mobile_numbers_are_brought_to_eleven_digits(string? written, string? digits) => Phones.Normalize(written).ShouldBe(digits);

    [Fact]
    public void What_was_brought_to_digits_stays_as_it_is() => Gen.String[0, 30].Sample(text => Phones.Normalize(text) is not { } digits || Phones.Normalize(digits) == digits);

    [Fact]
    public void A_mask_shows_the_ends_only()
    {
        Phones.Mask("13812345678").ShouldBe("138****5678");
        Phones.Mask("12345").ShouldBe("****");
    }
}
