using Microsoft.AspNetCore.Identity;
using Platform.Tenancy;

namespace Platform.Accounts;

/// <summary>One person, known by phone number, across all companies. The user name is the phone in digits.</summary>
public sealed class Account : IdentityUser<Guid>
{
    /// <summary>How the person is called.</summary>
    public string DisplayName { get; set; } = "";
    /// <summary>Preferred language (<c>zh-CN</c>, <c>en</c>), or null for the browser's.</summary>
    public string? Language { get; set; }
    /// <summary><c>light</c>, <c>dark</c> or null for the system's.</summary>
    public string? Theme { get; set; }
    /// <summary>Large type for older residents (适老化).</summary>
    public bool LargeType { get; set; }
    /// <summary>When the account was made (UTC).</summary>
    public DateTime CreatedAt { get; set; }
}

/// <summary>A company as the platform keeps it.</summary>
public sealed class Company
{
    /// <summary>The company's id, the <c>TenantId</c> of all its rows.</summary>
    public Guid Id { get; init; } = Guid.CreateVersion7();
    /// <summary>Short name in addresses, unique.</summary>
    public string Slug { get; set; } = "";
    /// <summary>The name people read.</summary>
    public string Name { get; set; } = "";
    /// <summary>Where it stands.</summary>
    public TenantState State { get; set; }
    /// <summary>Accent colour <c>#rrggbb</c>.</summary>
    public string Accent { get; set; } = "#2a5f7d";
    /// <summary>IANA time zone.</summary>
    public string TimeZone { get; set; } = "Asia/Shanghai";
    /// <summary>Service telephone.</summary>
    public string? Phone { get; set; }
    /// <summary>When it was made (UTC).</summary>
    public DateTime CreatedAt { get; set; }
    /// <summary>The account that signed the company up; null where an operator's file made it.</summary>
    public Guid? FounderId { get; set; }
    /// <summary>Key of the template it is set up from.</summary>
    public string? Template { get; set; }
    /// <summary>When setting it up goes on (UTC); null while nothing is to be done.</summary>
    public DateTime? DueAt { get; set; }
    /// <summary>How often setting it up has begun.</summary>
    public int Attempts { get; set; }
    /// <summary>Concurrency token.</summary>
    public int Version { get; set; } = 1;

    /// <summary>The company as requests see it.</summary>
    public TenantInfo ToInfo() => new(Id, Slug, Name, State, Accent, TimeZone, Phone);
}

/// <summary>A host name that a company proved it owns.</summary>
public sealed class CompanyDomain
{
    /// <summary>Lower-case host name, the key.</summary>
    public string Host { get; init; } = "";
    /// <summary>The company.</summary>
    public Guid CompanyId { get; init; }
    /// <summary>When ownership was proved; unproved domains resolve nothing.</summary>
    public DateTime? VerifiedAt { get; set; }
}

/// <summary>Which companies an account belongs to, for switching. What it may do there stands in the company's own data.</summary>
public sealed class Membership
{
    /// <summary>The account.</summary>
    public Guid AccountId { get; init; }
    /// <summary>The company.</summary>
    public Guid CompanyId { get; init; }
    /// <summary>Mirrors <see cref="Access.Member.Suspended"/>.</summary>
    public bool Suspended { get; set; }
}

/// <summary>A community as the platform knows it: it outlives the companies that run it (物业更换).</summary>
public sealed class CommunityRecord
{
    /// <summary>The community's id, the same in every company that ever ran it.</summary>
    public Guid Id { get; init; } = Guid.CreateVersion7();
    /// <summary>Its name.</summary>
    public string Name { get; set; } = "";
    /// <summary>Province, city, district and street.</summary>
    public string Address { get; set; } = "";
}

/// <summary>The time during which a company runs a community. At most one is open per community.</summary>
public sealed class CommunityEngagement
{
    /// <summary>The engagement.</summary>
    public Guid Id { get; init; } = Guid.CreateVersion7();
    /// <summary>The community.</summary>
    public Guid CommunityId { get; init; }
    /// <summary>The company.</summary>
    public Guid CompanyId { get; init; }
    /// <summary>First day.</summary>
    public DateOnly From { get; init; }
    /// <summary>Last day, or null while it runs.</summary>
    public DateOnly? Until { get; set; }
}

/// <summary>A one-time code sent to a phone or a mail address. Only its hash is kept.</summary>
public sealed class OneTimeCode
{
    /// <summary>The sending.</summary>
    public Guid Id { get; init; } = Guid.CreateVersion7();
    /// <summary>Who may have so many: the phone in digits, or the account that wants to prove an address.</summary>
    public string Holder { get; init; } = "";
    /// <summary>SHA-256 of the code and of where it was sent.</summary>
    public string Hash { get; init; } = "";
    /// <summary>When it was sent (UTC).</summary>
    public DateTime SentAt { get; init; }
    /// <summary>The minute of the clock it was sent in, counted from the year 1: a holder has one code in each.</summary>
    public long Minute { get; init; }
    /// <summary>Wrong guesses so far; five spoil the code.</summary>
    public int Attempts { get; set; }
    /// <summary>When it was used (UTC); a code works once.</summary>
    public DateTime? UsedAt { get; set; }
}

/// <summary>A text message that the development sender kept instead of sending.</summary>
public sealed class SentSms
{
    /// <summary>The message.</summary>
    public Guid Id { get; init; } = Guid.CreateVersion7();
    /// <summary>The phone in digits.</summary>
    public string Phone { get; init; } = "";
    /// <summary>The words.</summary>
    public string Text { get; init; } = "";
    /// <summary>When (UTC).</summary>
    public DateTime SentAt { get; init; }
}
