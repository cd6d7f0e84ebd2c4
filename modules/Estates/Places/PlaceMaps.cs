using Data;
using Microsoft.EntityFrameworkCore;

namespace Estates.Places;

static class PlaceMaps
{
    internal static void Map(ModelBuilder model)
    {
        model.Entity<Community>(community =>
        {
            community.ToTable("estates_community");
            community.Property(c => c.Name).HasMaxLength(60);
            community.Property(c => c.Address).HasMaxLength(200);
            community.Property(c => c.ServicePhone).HasMaxLength(30);
            community.HasTenantIndex(nameof(Community.Name)).IsUnique();
        });
        model.Entity<Building>(building =>
        {
            building.ToTable("estates_building");
            building.Property(b => b.Number).HasMaxLength(20);
            building.Property(b => b.SortKey).HasMaxLength(60);
            building.References<Community, Building>(b => b.CommunityId);
            building.HasParts(b => b.Sections, s => s.BuildingId);
            building.HasTenantIndex(nameof(Building.CommunityId), nameof(Building.Number)).IsUnique();
        });
        model.Entity<Section>(section =>
        {
            section.ToTable("estates_section");
            section.Property(s => s.Number).HasMaxLength(10);
            section.HasTenantIndex(nameof(Section.BuildingId), nameof(Section.Number)).IsUnique();
        });
        model.Entity<Unit>(unit =>
        {
            unit.ToTable("estates_unit");
            unit.Property(u => u.Number).HasMaxLength(20);
            unit.Property(u => u.Code).HasMaxLength(60);
            unit.Property(u => u.SortKey).HasMaxLength(160);
            unit.References<Community, Unit>(u => u.CommunityId);
            unit.References<Building, Unit>(u => u.BuildingId);
            unit.References<Section, Unit>(u => u.SectionId);
            unit.HasTenantIndex(nameof(Unit.BuildingId), nameof(Unit.Code)).IsUnique();
            unit.HasTenantIndex(nameof(Unit.CommunityId), nameof(Unit.SortKey), nameof(Unit.Id));
            unit.HasTenantIndex(nameof(Unit.Code));
            unit.HasTenantIndex(nameof(Unit.Number));
        });
        model.Entity<PublicPlace>(place =>
        {
            place.ToTable("estates_public_place");
            place.Property(p => p.Name).HasMaxLength(40);
            place.References<Community, PublicPlace>(p => p.CommunityId);
            place.References<Building, PublicPlace>(p => p.BuildingId);
            place.HasTenantIndex(nameof(PublicPlace.CommunityId), nameof(PublicPlace.Name)).IsUnique();
        });
        model.Entity<ParkingSpace>(space =>
        {
            space.ToTable("estates_parking_space");
            space.Property(p => p.Number).HasMaxLength(20);
            space.Property(p => p.SortKey).HasMaxLength(60);
            space.Property(p => p.Area).HasMaxLength(40);
            space.References<Community, ParkingSpace>(p => p.CommunityId);
            space.References<Unit, ParkingSpace>(p => p.UnitId);
            space.HasTenantIndex(nameof(ParkingSpace.CommunityId), nameof(ParkingSpace.Number)).IsUnique();
            space.HasTenantIndex(nameof(ParkingSpace.CommunityId), nameof(ParkingSpace.SortKey), nameof(ParkingSpace.Id));
        });
    }
}
