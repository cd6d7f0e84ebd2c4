using static Platform.Words;

namespace Estates.Places;

/// <summary>Chinese names of the kinds and states; sheets use them as they are, screens translate them.</summary>
static class PlaceWords
{
    public static readonly IReadOnlyDictionary<UnitKind, string> Kinds = new Dictionary<UnitKind, string>
    {
        [UnitKind.Home] = "住宅",
        [UnitKind.Shop] = "商铺",
        [UnitKind.Office] = "办公",
        [UnitKind.Storage] = "储物",
        [UnitKind.Other] = "其他",
    };

    public static readonly IReadOnlyDictionary<UnitState, string> States = new Dictionary<UnitState, string>
    {
        [UnitState.NotHandedOver] = "未交付",
        [UnitState.Vacant] = "空置",
        [UnitState.OwnerOccupied] = "自住",
        [UnitState.Rented] = "出租",
        [UnitState.Renovating] = "装修中",
    };

    public static readonly IReadOnlyDictionary<PublicPlaceKind, string> PlaceKinds = new Dictionary<PublicPlaceKind, string>
    {
        [PublicPlaceKind.Green] = "绿化",
        [PublicPlaceKind.Gate] = "出入口",
        [PublicPlaceKind.Lift] = "电梯",
        [PublicPlaceKind.Equipment] = "设备房",
        [PublicPlaceKind.Garage] = "车库",
        [PublicPlaceKind.Corridor] = "楼道",
        [PublicPlaceKind.Playground] = "活动场地",
        [PublicPlaceKind.Other] = "其他",
    };

    public static readonly IReadOnlyDictionary<ParkingKind, string> ParkingKinds = new Dictionary<ParkingKind, string>
    {
        [ParkingKind.Owned] = "产权车位",
        [ParkingKind.CivilDefence] = "人防车位",
        [ParkingKind.Shared] = "公共车位",
    };

    public static readonly IReadOnlyDictionary<ParkingState, string> ParkingStates = new Dictionary<ParkingState, string>
    {
        [ParkingState.Free] = "空闲",
        [ParkingState.Sold] = "已售",
        [ParkingState.Rented] = "已租",
        [ParkingState.Closed] = "停用",
    };

    public static string Word(UnitKind kind) => T(Kinds[kind]);
    public static string Word(UnitState state) => T(States[state]);
    public static string Word(PublicPlaceKind kind) => T(PlaceKinds[kind]);
    public static string Word(ParkingKind kind) => T(ParkingKinds[kind]);
    public static string Word(ParkingState state) => T(ParkingStates[state]);

    /// <summary>Colour of a unit's badge.</summary>
    public static string Tone(UnitState state) => state switch
    {
        UnitState.OwnerOccupied => "ok",
        UnitState.Rented => "accent",
        UnitState.Renovating => "warn",
        _ => "",
    };
}
