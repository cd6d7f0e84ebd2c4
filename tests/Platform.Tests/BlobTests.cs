using Microsoft.Extensions.DependencyInjection;
using Platform.Blobs;

namespace Platform.Tests;

/// <summary>Files of companies in the store.</summary>
public sealed class BlobTests
{
    [Theory]
    [InlineData("../{0}/attachments/secret")]
    [InlineData("attachments/../../{0}/attachments/secret")]
    [InlineData("..%2F{0}%2Fattachments%2Fsecret")]
    [InlineData("/{0}/attachments/secret")]
    [InlineData("..\\{0}\\attachments\\secret")]
    [InlineData(".hidden")]
    [InlineData("attachments//secret")]
    [InlineData("")]
    public async Task No_name_leads_out_of_the_companys_own_files(string name)
    {
        var (ours, theirs) = (await TestCompany.New(), await TestCompany.New());
        await theirs.In(async s => { await Blobs(s).Save("attachments/secret", new MemoryStream([1])); return true; });
        var there = string.Format(System.Globalization.CultureInfo.InvariantCulture, name, theirs.Id.ToString("N"));
        await ours.In(async s =>
        {
            await Should.ThrowAsync<ArgumentException>(async () => await Blobs(s).Open(there));
            await Should.ThrowAsync<ArgumentException>(async () => await Blobs(s).Save(there, new MemoryStream([2])));
            await Should.ThrowAsync<ArgumentException>(async () => await Blobs(s).Delete(there));
            (await Blobs(s).Open("attachments/secret")).ShouldBeNull();
            (await Blobs(s).List().ToListAsync()).ShouldBeEmpty();
            return true;
        });
        (await theirs.In(async s => await Blobs(s).List().ToListAsync())).ShouldBe(["attachments/secret"]);
    }

    static IBlobContainer Blobs(IServiceProvider services) => services.GetRequiredService<IBlobContainer>();
}
