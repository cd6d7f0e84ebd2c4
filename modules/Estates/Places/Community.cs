using System.Linq.Expressions;
using Platform;
using Platform.Model;

namespace Estates.Places;

/// <summary>A community (小区) as this company runs it. Its id is the platform's own, so that it outlives the company.</summary>
sealed class Community : Aggregate
{
    Community() { }

    Community(Guid id) => Id = id;

    public string Name { get; private set; } = "";
    public string Address { get; private set; } = "";
    public string? ServicePhone { get; private set; }
    /// <summary>First day of this company's service (承接查验日).</summary>
    public DateOnly TakenOver { get; private set; }
    /// <summary>Last day, once the community was handed to its next operator.</summary>
    public DateOnly? HandedBack { get; private set; }

    public static Result<Community> TakeOver(Guid id, string? name, string? address, string? servicePhone, DateOnly from)
    {
        var community = new Community(id) { TakenOver = from };
        return community.Change(name, address, servicePhone).Error is { } error ? error : community;
    }

    public Result<Done> Change(string? name, string? address, string? servicePhone)
    {
        if (name?.Trim() is not { Length: > 0 and <= 60 } called) return PlaceErrors.CommunityName;
        if (address?.Trim() is not { Length: > 0 and <= 200 } where) return PlaceErrors.Address;
        if (servicePhone?.Trim() is { Length: > 30 }) return PlaceErrors.ServicePhone;
        if (servicePhone is not null && servicePhone.Any(c => !char.IsAsciiDigit(c) && c is not (' ' or '-' or '+' or '(' or ')'))) return PlaceErrors.ServicePhone;

        (Name, Address, ServicePhone) = (called, where, string.IsNullOrWhiteSpace(servicePhone) ? null : servicePhone.Trim());
        return Done.It;
    }

    public Result<Done> HandBack(DateOnly lastDay)
    {
        if (HandedBack is not null) return PlaceErrors.AlreadyHandedBack;
        if (lastDay < TakenOver) return PlaceErrors.HandedBackTooEarly;
        HandedBack = lastDay;
        return Done.It;
    }

    /// <summary>The hand-back was a mistake or was called off.</summary>
    public Result<Done> KeepOn()
    {
        if (HandedBack is null) return PlaceErrors.NotHandedBack;
        HandedBack = null;
        return Done.It;
    }

    /// <summary>Those in which the company still serves on that day; the last day counts.</summary>
    public static Expression<Func<Community, bool>> ServedOn(DateOnly day) => c => c.HandedBack == null || c.HandedBack >= day;
}
