using System.Security.Cryptography;
using System.Text;
using Platform;
using Platform.Accounts;
using Platform.Model;

namespace Tickets.Contractors;

/// <summary>A company outside (外部单位) that takes work, such as for lifts or fire protection. Its people have no account here.</summary>
sealed class Contractor : Aggregate
{
    public string Name { get; private set; } = "";
    /// <summary>What they do.</summary>
    public string Trade { get; private set; } = "";
    public string Contact { get; private set; } = "";
    public string Phone { get; private set; } = "";
    public bool Retired { get; private set; }

    internal Result<Done> Describe(string? name, string? trade, string? contact, string? phone, bool retired)
    {
        if (name?.Trim() is not { Length: > 0 and <= 30 } called) return ContractorErrors.BadName;
        if (trade?.Trim() is not { Length: > 0 and <= 60 } does) return ContractorErrors.BadTrade;
        if (contact?.Trim() is not { Length: > 0 and <= 30 } person || Phones.Normalize(phone) is not { } number) return ContractorErrors.BadContact;
        (Name, Trade, Contact, Phone, Retired) = (called, does, person, number, retired);
        return Done.It;
    }
}

/// <summary>
/// The key to one ticket for one contractor: a link that cannot be guessed and a code that is said separately, so that neither alone is of use.
/// Only their hashes are kept. The newest pass of a ticket counts, as long as the contractor has the ticket.
/// </summary>
sealed class ContractorPass : Aggregate
{
    internal const int MostTries = 5;
    static readonly TimeSpan Lasts = TimeSpan.FromDays(30);

    ContractorPass() { }

    public Guid TicketId { get; private set; }
    public Guid ContractorId { get; private set; }
    public string TokenHash { get; private set; } = "";
    public string CodeHash { get; private set; } = "";
    public int Tries { get; private set; }
    public DateTime MadeAt { get; private set; }
    public DateTime ExpiresAt { get; private set; }

    internal static (ContractorPass Pass, string Token, string Code) New(Guid ticketId, Guid contractorId, DateTime now)
    {
        var token = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(32));
        var code = RandomNumberGenerator.GetInt32(1_000_000).ToString("000000", System.Globalization.CultureInfo.InvariantCulture);
        var pass = new ContractorPass { TicketId = ticketId, ContractorId = contractorId, TokenHash = Hash(token), CodeHash = Hash(token + code), MadeAt = now, ExpiresAt = now + Lasts };
        return (pass, token, code);
    }

    internal static string Hash(string text) => Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(text)));

    internal bool IsLocked => Tries >= MostTries;

    /// <summary>Checks the code that was told; wrong ones are counted, and after five the pass is of no more use.</summary>
    internal Result<Done> Open(string token, string? code)
    {
        if (IsLocked) return ContractorErrors.Locked;
        Tries++;
        if (!CryptographicOperations.FixedTimeEquals(Encoding.ASCII.GetBytes(CodeHash), Encoding.ASCII.GetBytes(Hash(token + code?.Trim())))) return IsLocked ? ContractorErrors.Locked : ContractorErrors.WrongCode with { Args = [MostTries - Tries] };
        Tries = 0;
        return Done.It;
    }
}

static class ContractorErrors
{
    internal static readonly Error BadName = new(ErrorKind.Invalid, "tickets/contractor-name", "单位名称要 1 到 30 个字。");
    internal static readonly Error BadTrade = new(ErrorKind.Invalid, "tickets/contractor-trade", "请写明做什么，最长 60 个字，例如：电梯维保。");
    internal static readonly Error BadContact = new(ErrorKind.Invalid, "tickets/contractor-contact", "请填写联系人和 11 位手机号。");
    internal static readonly Error Unknown = new(ErrorKind.Invalid, "tickets/unknown-contractor", "请选择一家外部单位。");
    internal static readonly Error WrongCode = new(ErrorKind.Invalid, "tickets/pass-code", "验证码不对，还可以试 {0} 次。");
    internal static readonly Error Locked = new(ErrorKind.Rejected, "tickets/pass-locked", "试错太多次，这个链接不能再用了。请向物业要新的链接和验证码。");
    internal static readonly Error NoName = new(ErrorKind.Invalid, "tickets/pass-name", "请填写您的姓名，最长 20 个字。");
}
