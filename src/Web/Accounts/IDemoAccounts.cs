namespace Web.Accounts;

/// <summary>Accounts that a demonstration shows on its sign-in page; registered only where the demo is seeded.</summary>
public interface IDemoAccounts
{
    /// <summary>One per role and company.</summary>
    IReadOnlyList<DemoAccount> Accounts { get; }
}

/// <summary>An account to try.</summary>
/// <param name="Company">The company's name.</param>
/// <param name="Slug">The company's slug.</param>
/// <param name="Role">What the person does.</param>
/// <param name="Name">The person.</param>
/// <param name="Phone">Phone to sign in with.</param>
/// <param name="Password">Password to sign in with.</param>
public sealed record DemoAccount(string Company, string Slug, string Role, string Name, string Phone, string Password);
