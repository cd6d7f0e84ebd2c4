using Platform;

namespace Estates.Places;

static class PlaceErrors
{
    internal static readonly Error CommunityName = new(ErrorKind.Invalid, "estates/community-name", "请填写小区名称，最长 60 个字。");
    internal static readonly Error Address = new(ErrorKind.Invalid, "estates/address", "请填写小区地址，最长 200 个字。");
    internal static readonly Error ServicePhone = new(ErrorKind.Invalid, "estates/service-phone", "服务电话只能有数字、空格和横线，最长 30 位。");
    internal static readonly Error TakenOver = new(ErrorKind.Invalid, "estates/taken-over", "请填写接管日期。");
    internal static readonly Error LastDay = new(ErrorKind.Invalid, "estates/last-day", "请填写移交日期。");
    internal static readonly Error AlreadyHandedBack = new(ErrorKind.Conflict, "estates/already-handed-back", "这个小区已经移交过了。");
    internal static readonly Error HandedBackTooEarly = new(ErrorKind.Rejected, "estates/handed-back-too-early", "移交日期不能早于接管日期。");
    internal static readonly Error SameCommunity = new(ErrorKind.Conflict, "estates/same-community", "已经有同名的小区，请换一个名称。");
    internal static readonly Error BuildingNumber = new(ErrorKind.Invalid, "estates/building-number", "请填写楼栋，例如 3 或 3幢，最长 20 个字。");
    internal static readonly Error SameBuilding = new(ErrorKind.Conflict, "estates/same-building", "这个小区已经有这一幢。");
    internal static readonly Error Floors = new(ErrorKind.Invalid, "estates/floors", "层数要在 1 到 200 之间。");
    internal static readonly Error SectionNumber = new(ErrorKind.Invalid, "estates/section-number", "单元最长 10 个字，例如 2 或 2单元。");
    internal static readonly Error UnknownSection = new(ErrorKind.Invalid, "estates/unknown-section", "这一幢没有这个单元，请先在楼栋里添加。");
    internal static readonly Error UnitNumber = new(ErrorKind.Invalid, "estates/unit-number", "请填写房号，例如 1102，最长 20 个字。");
    internal static readonly Error SameUnit = new(ErrorKind.Conflict, "estates/same-unit", "这一幢已经有这个房号。");
    internal static readonly Error UnitKind = new(ErrorKind.Invalid, "estates/unit-kind", "类型请从 住宅、商铺、办公、储物、其他 中选。");
    internal static readonly Error UnitState = new(ErrorKind.Invalid, "estates/unit-state", "状态请从 未交付、空置、自住、出租、装修中 中选。");
    internal static readonly Error Floor = new(ErrorKind.Invalid, "estates/floor", "楼层要在 -9 到 200 之间。");
    internal static readonly Error FloorArea = new(ErrorKind.Invalid, "estates/floor-area", "建筑面积要大于 0，不超过 100000 平方米。");
    internal static readonly Error InsideArea = new(ErrorKind.Invalid, "estates/inside-area", "套内面积不能为负，也不能大于建筑面积。");
    internal static readonly Error PlaceName = new(ErrorKind.Invalid, "estates/place-name", "请填写公共区域的名称，最长 40 个字。");
    internal static readonly Error PlaceKind = new(ErrorKind.Invalid, "estates/place-kind", "请选择公共区域的类型。");
    internal static readonly Error SamePlace = new(ErrorKind.Conflict, "estates/same-place", "这个小区已经有同名的公共区域。");
    internal static readonly Error ParkingNumber = new(ErrorKind.Invalid, "estates/parking-number", "请填写车位号，最长 20 个字。");
    internal static readonly Error ParkingArea = new(ErrorKind.Invalid, "estates/parking-area", "车位区域最长 40 个字。");
    internal static readonly Error ParkingKind = new(ErrorKind.Invalid, "estates/parking-kind", "请选择车位的类型和状态。");
    internal static readonly Error SameParking = new(ErrorKind.Conflict, "estates/same-parking", "这个小区已经有这个车位号。");
    internal static readonly Error FreeButTied = new(ErrorKind.Rejected, "estates/free-but-tied", "空闲或停用的车位不能关联房屋。");

    internal static readonly Error UnknownCode = new(ErrorKind.Invalid, "estates/unknown-code", "这个小区没有这个房号，请核对。");
    internal static readonly Error StillUsed = new(ErrorKind.Conflict, "estates/still-used", "还有房屋、住户、车位或工单用着它，不能删除。");
    internal static readonly Error NotHandedBack = new(ErrorKind.Conflict, "estates/not-handed-back", "这个小区没有移交。");
    internal static readonly Error RunByAnother = new(ErrorKind.Conflict, "estates/run-by-another", "这个小区已经由别的物业公司接管，不能撤回移交。");

    internal static Error TooManySections(int most) => new(ErrorKind.Invalid, "estates/too-many-sections", "一幢最多 {0} 个单元。", most);
}
