namespace Tickets.Life;

/// <summary>Where it is: a unit or a public place of the same community.</summary>
sealed record TicketPlace(Guid CommunityId, string Community, Guid? BuildingId, Guid? UnitId, Guid? PublicPlaceId, string Label, string Code);

/// <summary>Who is to be called.</summary>
sealed record Contact(Guid? AccountId, string? Name, string? Phone);

/// <summary>Who acts, and in which roles towards this ticket. What was done without a network arrives later than it happened.</summary>
sealed record Act(Actor As, Guid? AccountId, string Name, DateTime Now, DateTime? ReceivedAt = null, PlaceStamp? Spot = null, string? SignedBy = null)
{
    /// <summary>Whose uploads may be used: the person's, or those that came under a contractor's pass.</summary>
    internal Guid Uploader { get; init; } = AccountId ?? Guid.Empty;
}

/// <summary>Where the phone believed to be, and how exactly, in metres.</summary>
sealed record PlaceStamp(double Latitude, double Longitude, double Accuracy)
{
    internal bool IsPossible => Latitude is >= -90 and <= 90 && Longitude is >= -180 and <= 180 && Accuracy is >= 0 and <= 1_000_000;
}
