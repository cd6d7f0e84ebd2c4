using Platform;
using Platform.Accounts;
using Platform.Model;

namespace Estates.Residents;

/// <summary>A person known to the company as living in or owning something; tied to an account once the phone is proven.</summary>
sealed class Resident : Aggregate
{
    Resident() { }

    public string Name { get; private set; } = "";
    /// <summary>Eleven digits; children and some owners have none.</summary>
    public string? Phone { get; private set; }
    public Guid? AccountId { get; private set; }

    /// <summary>The home shown first, once the person chose one.</summary>
    public Guid? HomeUnitId { get; private set; }

    public static Result<Resident> Meet(string? name, string? phone)
    {
        var resident = new Resident();
        if (resident.Rename(name).Error is { } error) return error;
        if (!string.IsNullOrWhiteSpace(phone) && Phones.Normalize(phone) is null) return ResidentErrors.Phone;
        resident.Phone = Phones.Normalize(phone);
        return resident;
    }

    public Result<Done> Rename(string? name)
    {
        if (name?.Trim() is not { Length: > 0 and <= 30 } called) return ResidentErrors.Name;
        Name = called;
        return Done.It;
    }

    /// <summary>Shows that home first; it is left alone when the person moves out.</summary>
    public void Prefer(Guid unitId) => HomeUnitId = unitId;

    /// <summary>Ties the account that proved this phone; a person has one account.</summary>
    public Result<Done> Bind(Guid accountId)
    {
        if (AccountId is { } bound && bound != accountId) return ResidentErrors.BoundToOther;
        AccountId = accountId;
        return Done.It;
    }
}
