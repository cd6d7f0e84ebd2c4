using Microsoft.Extensions.DependencyInjection;

namespace Notices.Tests;

/// <summary>Secrets of companies.</summary>
public sealed class SecretTests
{
    [Fact]
    public async Task What_is_sealed_for_one_company_opens_for_no_other_and_for_no_other_purpose()
    {
        var (ours, theirs) = (await TestCompany.New(), await TestCompany.New());
        var box = await ours.In(s => Task.FromResult(s.GetRequiredService<CompanySecrets>().Seal("hook", "open sesame")));
        box.ShouldNotContain("sesame");
        (await ours.In(s => Task.FromResult(s.GetRequiredService<CompanySecrets>().Open("hook", box)))).ShouldBe("open sesame");
        (await ours.In(s => Task.FromResult(s.GetRequiredService<CompanySecrets>().Open("wechat", box)))).ShouldBeNull();
        (await theirs.In(s => Task.FromResult(s.GetRequiredService<CompanySecrets>().Open("hook", box)))).ShouldBeNull();
    }
}
